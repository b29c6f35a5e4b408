import { RuleTester } from 'eslint';
import * as tseslint from 'typescript-eslint';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the rules are what ESLint itself loads, in JavaScript
const { rules } = require('../../lint/personal-data-rules.cjs') as { rules: Record<string, Parameters<RuleTester['run']>[1]> };

RuleTester.describe = describe;
RuleTester.it = it;
const tester = new RuleTester({ languageOptions: { parser: tseslint.parser, ecmaVersion: 2024, sourceType: 'module' } });

interface Lines {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}
const lines: Readonly<Record<string, Lines>> = {
  'no-console': {
    good: ['diagnostics.record(refused, { contact: id });', 'const consoles = room.console;', 'report.log(contact.id);'],
    bad: [
      'console.log(person);',
      'console.error(error);',
      'globalThis.console.info(1);',
      'const out = console;',
      'const { log } = console;',
      'run().catch(console.error);',
    ],
  },
  'no-reveal': {
    good: ['seals.open(audited, Person, rows, ["fullName"]);', 'const reveal = true;', 'reveal.panel();'],
    bad: ['value.reveal(audited);', 'opened.get(id)?.phone.reveal(access);', 'value["reveal"](audited);'],
  },
  'no-text-in-log': {
    good: [
      'diagnostics.record(sessionEnded, { contact: id, afterMs: 12 });',
      'diagnostics.record(failed, { error });',
      'stream.record(invitationCame, { parties: names.join(" ") });',
      'ledger.info("x");',
    ],
    bad: [
      'logger.info(`refused ${from}`);',
      'logger.warn("hello");',
      'this.logger.error(error);',
      'log.debug(person);',
      'diagnostics.record(`call.${name}`, {});',
      'diagnostics.record("call.ended", {});',
      'diagnostics.record(ended, { reason: `of ${name}` });',
      'diagnostics.record(ended, { reason: "of " + name });',
      'diagnostics.record(ended, { reason: String(number) });',
    ],
  },
  'no-value-in-error': {
    good: [
      "throw new VoxkeepError('consent.missing', { queue: id });",
      "throw new Error('session.contact-without-owners');",
      'throw new Error(`plain`);',
      "throw conflict('name.taken');",
    ],
    bad: [
      'throw new Error(`unknown caller ${number}`);',
      "throw new TypeError('bad ' + number);",
      'throw new VoxkeepError(`call.${number}`);',
      'throw new BadRequestException(String(body));',
      'const failure = new Error(names.join());',
      'error.message = `for ${name}`;',
      'throw Error(`no ${name}`);',
    ],
  },
  'no-raw-logger': {
    good: [
      "import { diagnostics } from '@voxkeep/platform';",
      "import { Injectable } from '@nestjs/common';",
      "import pinot from './pinot.js';",
    ],
    bad: [
      "import { pino } from 'pino';",
      "import winston from 'winston';",
      "import { Console } from 'node:console';",
      "import { Logger } from '@nestjs/common';",
      "import { Injectable, ConsoleLogger } from '@nestjs/common';",
      "const pino = require('pino');",
      "const debug = await import('debug');",
    ],
  },
  'no-whole-entity': {
    good: [
      'JSON.stringify({ id: person.id });',
      'JSON.stringify(payload);',
      'JSON.stringify(personIds);',
      'structuredClone(settings);',
    ],
    bad: [
      'JSON.stringify(person);',
      'JSON.stringify(this.customer);',
      'JSON.stringify({ ...account });',
      'JSON.stringify([contactPoint]);',
      'util.inspect(userAccount);',
      'structuredClone(people);',
      'v8.serialize(caller);',
    ],
  },
};

for (const [name, { good, bad }] of Object.entries(lines)) {
  tester.run(`the lint rule ${name}`, rules[name]!, {
    valid: [...good],
    invalid: bad.map((code) => ({ code, errors: 1 })),
  });
}

describe('the lint rules for personal data', () => {
  it('each have lines that pass and lines that do not', () => {
    expect(Object.keys(lines).sort()).toEqual(Object.keys(rules).sort());
  });
});
