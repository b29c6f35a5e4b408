import { parseArgs } from 'node:util';

/** What `voxkeep place-test-call` was given: its own options, and the words that are the client's. */
export interface TestCallArguments {
  /** `help`: the options; `json`: the client's own result; `sentences`: how it goes, a sentence a stage. */
  readonly prints: 'help' | 'json' | 'sentences';
  /** Data directory of the appliance whose books are asked; without one, the default directory if an appliance runs there. */
  readonly data?: string;
  readonly sessionId: string;
  readonly target: string;
  readonly isUnmarked: boolean;
  /** Everything that the client is to know, with a session id. */
  readonly words: readonly string[];
}

const known = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  'session-id': { type: 'string' },
  target: { type: 'string' },
  unmarked: { type: 'boolean' },
} as const;
const ownNames = ['data', 'json', 'help'];

/** Takes our options out of the words; the client knows all others, and refuses what it does not know. */
export function testCallArguments(
  args: readonly string[],
  newSessionId: () => string,
): TestCallArguments | { readonly refused: string } {
  const { values, tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  const { data, target, 'session-id': named } = values;
  if (data === true) return { refused: '--data takes the data directory of an appliance.' };
  const rest = withoutOwn(args, tokens);
  const isNamed = typeof named === 'string';
  const sessionId = isNamed ? named : newSessionId();
  return {
    prints: printsOf(values),
    ...(typeof data === 'string' && { data }),
    sessionId,
    target: typeof target === 'string' ? target : '127.0.0.1:5060',
    isUnmarked: Boolean(values.unmarked),
    words: isNamed ? rest : [...rest, '--session-id', sessionId],
  };
}

function printsOf({ help, json }: Readonly<Record<string, unknown>>): TestCallArguments['prints'] {
  if (help) return 'help';
  return json ? 'json' : 'sentences';
}

interface Token {
  readonly kind: string;
  readonly index: number;
  readonly name?: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** The words without our options and their values. */
function withoutOwn(args: readonly string[], tokens: readonly Token[]): readonly string[] {
  const own = tokens.filter(({ kind, name = '' }) => kind === 'option' && ownNames.includes(name));
  const ours = own.flatMap(({ index, value, inlineValue }) =>
    value === undefined || inlineValue === true ? [index] : [index, index + 1],
  );
  return args.filter((_, at) => !ours.includes(at));
}
