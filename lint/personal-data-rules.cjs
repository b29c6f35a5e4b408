'use strict';

/**
 * The project's own lint rules (04 f 5): what would let a personal value reach a log, an error text or a serialised whole. Each has
 * good and bad lines in test/architecture/lint-rules.spec.ts.
 */

const logMethods = /^(log|info|warn|error|debug|trace|fatal|verbose|silly)$/;
const loggers = /^(log|logger|pino|console|winston|this\.(log|logger))$/i;
const loggerModules = /^(pino|pino-.*|winston|bunyan|loglevel|log4js|debug|signale|node:console|console|npmlog)$/;
const wholePerson = /(^|[a-z])(person|people|customer|contactPoint|account|entity|subject|party|caller)s?$/i;

const rule = (description, messages, create) => ({
  meta: { type: 'problem', docs: { description }, schema: [], messages },
  create,
});

/** `a.b` and `this.b` as text; undefined for anything computed. */
function nameOf(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type !== 'MemberExpression' || node.computed) return undefined;
  const object = nameOf(node.object);
  return object === undefined ? undefined : `${object}.${node.property.name}`;
}

/** A text whose content is only known at run time: a template with values, a concatenation, `String(x)`, `.toString()`, `.join()`. */
function isMadeText(node) {
  if (node.type === 'TemplateLiteral') return node.expressions.length > 0;
  if (node.type === 'BinaryExpression') return node.operator === '+';
  if (node.type === 'TSAsExpression') return isMadeText(node.expression);
  if (node.type !== 'CallExpression') return false;
  const name = nameOf(node.callee);
  return (
    name === 'String' ||
    name === 'format' ||
    name === 'util.format' ||
    /\.(toString|join|concat|toLocaleString)$/.test(name ?? '')
  );
}

const noConsole = rule(
  'Nothing is written to the console: the log takes declared events.',
  { console: 'Record a declared event (`diagnostics.record`); the console takes whatever it is given.' },
  (context) => ({
    MemberExpression(node) {
      const name = nameOf(node);
      if (/^(globalThis\.|global\.)?console\.[a-zA-Z]+$/.test(name ?? '')) context.report({ node, messageId: 'console' });
    },
    'VariableDeclarator[init.name="console"]'(node) {
      context.report({ node, messageId: 'console' });
    },
  }),
);

const noReveal = rule(
  'Personal values are revealed only in the modules that show, deliver or verify them.',
  { reveal: '`reveal` belongs to modules that show, deliver or verify personal data; pass the sealed value on instead.' },
  (context) => ({
    'CallExpression > MemberExpression.callee[property.name="reveal"]'(node) {
      context.report({ node, messageId: 'reveal' });
    },
    'CallExpression > MemberExpression.callee[computed=true][property.value="reveal"]'(node) {
      context.report({ node, messageId: 'reveal' });
    },
  }),
);

const noTextInLog = rule(
  'A log takes a declared event and typed fields, never a sentence.',
  { text: 'Declare an event with typed fields (`defineEvent`) instead of a text.' },
  (context) => ({
    CallExpression(node) {
      if (node.callee.type !== 'MemberExpression') return;
      const object = nameOf(node.callee.object) ?? '';
      const method = node.callee.property.name ?? '';
      const [first, second] = node.arguments;
      const isLogger = loggers.test(object) && logMethods.test(method);
      if (isLogger && first) context.report({ node: first, messageId: 'text' });
      if (!/(^|\.)(diagnostics|communication|stream)$/.test(object) || method !== 'record') return;
      if (first && (first.type === 'Literal' || isMadeText(first))) context.report({ node: first, messageId: 'text' });
      if (second?.type !== 'ObjectExpression') return;
      if (!/(^|\.)diagnostics$/.test(object)) return;
      for (const { value } of second.properties)
        if (value && isMadeText(value)) context.report({ node: value, messageId: 'text' });
    },
  }),
);

const noValueInError = rule(
  'An error carries a dotted code and declared data, never a sentence with values.',
  { value: 'Throw a VoxkeepError with a dotted code and declared data: texts of errors end up in logs.' },
  (context) => ({
    'NewExpression, ThrowStatement > CallExpression.argument'(node) {
      const name = nameOf(node.callee) ?? '';
      if (!/(Error|Exception|HttpProblem)$/.test(name)) return;
      for (const argument of node.arguments) if (isMadeText(argument)) context.report({ node: argument, messageId: 'value' });
    },
    'AssignmentExpression[left.property.name="message"]'(node) {
      if (isMadeText(node.right)) context.report({ node: node.right, messageId: 'value' });
    },
  }),
);

const noRawLogger = rule(
  'The one way to the log is the diagnostics of @voxkeep/platform.',
  { logger: 'Use the diagnostics of @voxkeep/platform; other loggers take text.' },
  (context) => {
    const report = (node, source) => {
      if (typeof source === 'string' && loggerModules.test(source)) context.report({ node, messageId: 'logger' });
    };
    return {
      ImportDeclaration(node) {
        report(node, node.source.value);
        if (node.source.value !== '@nestjs/common') return;
        for (const { imported } of node.specifiers)
          if (imported && /^(Logger|ConsoleLogger)$/.test(imported.name)) context.report({ node, messageId: 'logger' });
      },
      ImportExpression(node) {
        report(node, node.source.value);
      },
      'CallExpression[callee.name="require"]'(node) {
        report(node, node.arguments[0]?.value);
      },
    };
  },
);

const noWholeEntity = rule(
  'An entity is never serialised whole: the fields that leave are named.',
  { whole: 'Name the fields: an entity serialised whole carries every column it will ever have.' },
  (context) => {
    const check = (argument) => {
      const name = argument.type === 'SpreadElement' ? nameOf(argument.argument) : nameOf(argument);
      if (wholePerson.test((name ?? '').split('.').at(-1) ?? '')) context.report({ node: argument, messageId: 'whole' });
      if (argument.type === 'ObjectExpression')
        for (const property of argument.properties) if (property.type === 'SpreadElement') check(property);
      if (argument.type === 'ArrayExpression') for (const element of argument.elements) if (element) check(element);
      if (isDecorated(context, argument)) context.report({ node: argument, messageId: 'whole' });
    };
    return {
      CallExpression(node) {
        const name = nameOf(node.callee) ?? '';
        if (/^(JSON\.stringify|inspect|util\.inspect|structuredClone|v8\.serialize|serialize)$/.test(name) && node.arguments[0])
          check(node.arguments[0]);
      },
    };
  },
);

/** Whether the type of an expression is a class that the catalogue decorates; only where types are known. */
function isDecorated(context, node) {
  const services = context.sourceCode.parserServices;
  if (!services?.program || node.type === 'SpreadElement' || wholePerson.test(nameOf(node)?.split('.').at(-1) ?? ''))
    return false;
  const declarations = services.getTypeAtLocation(node).getSymbol()?.getDeclarations() ?? [];
  return declarations.some((declared) =>
    (declared.modifiers ?? []).some((modifier) => /^@(DataSubjectEntity|Entity)\b/.test(modifier.getText())),
  );
}

module.exports = {
  meta: { name: 'voxkeep' },
  rules: {
    'no-console': noConsole,
    'no-reveal': noReveal,
    'no-text-in-log': noTextInLog,
    'no-value-in-error': noValueInError,
    'no-raw-logger': noRawLogger,
    'no-whole-entity': noWholeEntity,
  },
};
