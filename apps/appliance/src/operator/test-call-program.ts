import { spawn } from 'node:child_process';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { z } from 'zod';
import { compiled } from '../places.js';

const result = z.object({
  outcome: z.enum(['completed', 'abandoned', 'ended-by-recorder', 'rejected', 'no-answer']),
  status: z.number().optional(),
  streams: z.array(z.object({ party: z.string(), packets: z.union([z.number(), z.array(z.unknown())]) })),
});

/** How a test call went, as its client saw it: `status` is the recorder's final answer to the INVITE. */
export type TestCallAnswer = z.infer<typeof result>;

/**
 * Places one SIPREC call by the recorder's own test client, a program of its own that ends when this process ends. Resolves when the
 * call is over; `onAnswered` is called when the recorder took it and media begin to flow. Throws `test-call.failed` when the client could not do its work.
 */
export async function runTestCall(args: readonly string[], onAnswered: () => void = () => undefined): Promise<TestCallAnswer> {
  const at = (...parts: string[]): string => path.join(compiled, 'apps', ...parts);
  const endWithParent = at('appliance', 'src', 'supervision', 'end-with-parent.js');
  const client = spawn(process.execPath, ['--require', endWithParent, at('recorder', 'src', 'test-call', 'main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  // The channel also tells the client when this process is gone.
  client.on('message', onAnswered);
  const printed: Buffer[] = [];
  client.stdout?.on('data', (piece: Buffer) => printed.push(piece));
  await new Promise<void>((resolve) => {
    client.once('error', () => {
      resolve();
    });
    client.once('close', () => {
      resolve();
    });
  });
  return read(Buffer.concat(printed).toString('utf8'));
}

function read(text: string): TestCallAnswer {
  try {
    return result.parse(JSON.parse(text));
  } catch {
    throw new VoxkeepError('test-call.failed');
  }
}
