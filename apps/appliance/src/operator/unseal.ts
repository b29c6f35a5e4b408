import { clientSocketPath, connectSealDesk, type SealClient, type UnsealingAnswer } from '@voxkeep/keyring';
import { VoxkeepError } from '@voxkeep/contracts';
import { layoutOf } from '../layout.js';
import { findRunning } from '../running.js';
import { say } from '../say.js';
import { SecretInput } from './secret-input.js';
import { unsealArguments, type UnsealArguments } from './unseal-arguments.js';
import { reasonInWords, refusalInWords } from './unseal-words.js';

const done = 0;
const notDone = 1;

/** Opens the keyring of a running appliance: asks for what it needs, or looks for its key file again. 0 unsealed, 1 sealed still. */
export function unsealKeyring(args: readonly string[]): Promise<number> {
  return asOperator(args, async (desk, { finalTry }, input) => {
    const { state, secret, firstTime, reason } = await desk.standing();
    if (state === 'ready') {
      say('The keyring is not sealed.');
      return done;
    }
    if (secret === null) return told(await desk.unseal({}), 'Unsealed. The programs serve again.');
    if (reason === 'root-key-missing' && !firstTime) throw new VoxkeepError('keyring.root-key-missing');
    const entered = firstTime ? await askTwice(input, secret) : await input.ask(secret === 'pin' ? 'PIN' : 'Passphrase');
    if (entered === undefined || entered === '') return notDone;
    const answer = await desk.unseal({ secret: entered, firstTime, finalTry });
    return told(answer, firstTime ? 'A root key was set up, and the keyring is open.' : 'Unsealed. The programs serve again.');
  });
}

/** Wraps the root key of a running appliance under another passphrase. 0 changed, 1 not. */
export function changePassphrase(args: readonly string[]): Promise<number> {
  return asOperator(args, async (desk, _, input) => {
    const { secret } = await desk.standing();
    if (secret !== 'passphrase') throw new VoxkeepError('keyring.no-passphrase');
    const from = await input.ask('Passphrase until now');
    const to = await askTwice(input, 'passphrase');
    if (from === '' || to === undefined) return notDone;
    return told(await desk.changeSecret(from, to), 'Changed. The passphrase until now opens nothing any more.');
  });
}

/** A new secret is typed twice; a PIN is the token's and is typed once. */
async function askTwice(input: SecretInput, secret: 'passphrase' | 'pin'): Promise<string | undefined> {
  if (secret === 'pin') return input.ask('PIN');
  const first = await input.ask('New passphrase');
  if ((await input.ask('New passphrase again')) === first) return first;
  say('The two differ. Nothing was changed.');
  return undefined;
}

function told({ refused, failure, standing }: UnsealingAnswer, success: string): number {
  if (failure) throw new VoxkeepError(failure.code, failure.data);
  if (refused) say(refusalInWords(refused, standing));
  else say(standing.state === 'ready' ? success : `The keyring stays sealed: ${reasonInWords(standing)}.`);
  return !refused && standing.state === 'ready' ? done : notDone;
}

async function asOperator(
  args: readonly string[],
  work: (desk: SealClient, given: UnsealArguments, input: SecretInput) => Promise<number>,
): Promise<number> {
  const given = unsealArguments(args);
  const layout = layoutOf(given.dataDirectory);
  findRunning(layout);
  const desk = connectSealDesk(clientSocketPath(layout.keyringSockets, 'operator', false));
  const input = new SecretInput();
  try {
    return await work(desk, given, input);
  } finally {
    input.close();
    desk.close();
  }
}
