import type { SaveOutcome } from '@voxkeep/configuration';
import { HttpProblem, conflict, notFound, sqlRefusal, unprocessable } from '@voxkeep/platform';

type Refusal = Extract<SaveOutcome, { readonly refused: string }>['refused'];

interface Keeper<E> {
  find(id: string): Promise<E | undefined>;
}

/**
 * What the server holds after a Save: read back, so that "saved" means "in force". Throws 404, 409, or 422 when the database refuses a
 * value; `textField` is the field whose text the database parses, such as a list of networks.
 */
export async function saved<E>(keeper: Keeper<E>, saving: Promise<SaveOutcome>, textField = ''): Promise<E> {
  const outcome = await saving.catch((thrown: unknown) => {
    throw refusalOf(thrown, textField) ?? thrown;
  });
  if ('refused' in outcome) throw problemOf(outcome.refused, textField);
  const held = await keeper.find(outcome.saved);
  if (!held) throw notFound();
  return held;
}

function problemOf(refused: Refusal, textField: string): HttpProblem {
  if (refused === 'name-taken') return conflict('name.taken');
  return refused === 'not-there' ? notFound() : unprocessable([{ path: textField, problem: refused }]);
}

/** SQLSTATE class 22 is a value that does not parse, class 23 one that breaks a constraint. */
function refusalOf(thrown: unknown, textField: string): HttpProblem | undefined {
  const { state = '', constraint } = sqlRefusal(thrown) ?? {};
  if (state.startsWith('22')) return unprocessable([{ path: textField, problem: 'invalid_format' }]);
  if (state.startsWith('23')) return unprocessable([{ path: fieldOf(constraint), problem: 'refused' }]);
  return undefined;
}

/** `fk_queue_recording_policy` is about the field `recordingPolicyId`. */
function fieldOf(constraint = ''): string {
  const [, kind, name = ''] = /^(fk|ck)_[a-z]+_(.*)$/.exec(constraint) ?? [];
  const field = name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return kind === 'fk' ? `${field}Id` : field;
}
