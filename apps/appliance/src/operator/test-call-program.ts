import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { z } from 'zod';
import { compiled } from '../places.js';

const answered = { status: z.number(), reason: z.string(), warning: z.string().optional() };

const result = z.object({
  callId: z.string(),
  outcome: z.enum(['completed', 'abandoned', 'ended-by-recorder', 'rejected', 'no-answer']),
  status: z.number().optional(),
  reason: z.string().optional(),
  warning: z.string().optional(),
  codecChange: z.object(answered).optional(),
  notDone: z.array(z.object({ asked: z.enum(['hold', 'resume', 'bye']), ...answered }).partial({ status: true, reason: true })),
  unsentKeys: z.array(z.string()),
  streams: z.array(z.object({ party: z.string(), packets: z.union([z.number(), z.array(z.unknown())]) })),
});

/** How a test call went, as its client saw it: `status` is the recorder's final answer to the INVITE. */
export type TestCallAnswer = z.infer<typeof result>;

/** What the client refuses to do, in a sentence: an option or a value that it does not know. Nothing was sent. */
export interface CallNotPlaced {
  readonly refused: string;
}

/** Who follows a test call. */
export interface CallWatch {
  /** The client has understood what it is to do, and calls. */
  readonly onCalling?: () => void;
  /** The recorder took the call, and media begin to flow. */
  readonly onAnswered?: () => void;
  /** Hangs up, with the BYE that its options say. */
  readonly signal?: AbortSignal;
}

/** The recorder's own test client, a program of its own. */
export const testCallProgram = path.join(compiled, 'apps', 'recorder', 'src', 'test-call', 'main.js');

const refusedCode = 2;
/** A recorder that is gone answers no BYE. */
const hangUpWithinMs = 3000;

/**
 * Places one SIPREC call by the recorder's own test client, a program of its own that ends when this process ends. Resolves when the
 * call is over. Throws `test-call.failed` when the client could not do its work.
 */
export async function runTestCall(args: readonly string[], watch: CallWatch = {}): Promise<TestCallAnswer | CallNotPlaced> {
  const endWithParent = path.join(compiled, 'apps', 'appliance', 'src', 'supervision', 'end-with-parent.js');
  const client = spawn(process.execPath, ['--require', endWithParent, testCallProgram, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  // The channel also tells the client when this process is gone.
  client.on('message', (told) => {
    if (told === 'calling') watch.onCalling?.();
    if (told === 'answered') watch.onAnswered?.();
  });
  const stay = hangUpOn(watch.signal, client);
  const { code, printed, complained } = await outputOf(client).finally(stay);
  return code === refusedCode && complained !== '' ? { refused: complained } : read(printed);
}

interface Output {
  readonly code: number | null;
  readonly printed: string;
  readonly complained: string;
}

function outputOf(client: ChildProcess): Promise<Output> {
  const [printed, complained]: [Buffer[], Buffer[]] = [[], []];
  client.stdout?.on('data', (piece: Buffer) => printed.push(piece));
  client.stderr?.on('data', (piece: Buffer) => complained.push(piece));
  const text = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString('utf8').trim();
  return new Promise((resolve) => {
    const end = (code: number | null): void => {
      resolve({ code, printed: text(printed), complained: text(complained) });
    };
    client.once('error', () => {
      end(null);
    });
    client.once('close', end);
  });
}

/** Answers how to stop listening. */
function hangUpOn(signal: AbortSignal | undefined, client: ChildProcess): () => void {
  let giveUp: NodeJS.Timeout | undefined;
  const hangUp = (): void => {
    client.kill('SIGTERM');
    giveUp = setTimeout(() => client.kill('SIGKILL'), hangUpWithinMs);
  };
  if (signal?.aborted === true) hangUp();
  else signal?.addEventListener('abort', hangUp, { once: true });
  return () => {
    clearTimeout(giveUp);
    signal?.removeEventListener('abort', hangUp);
  };
}

function read(text: string): TestCallAnswer {
  try {
    return result.parse(JSON.parse(text));
  } catch {
    throw new VoxkeepError('test-call.failed');
  }
}
