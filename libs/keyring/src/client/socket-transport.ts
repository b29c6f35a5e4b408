import { Agent, request, type IncomingMessage } from 'node:http';
import { VoxkeepError } from '@voxkeep/contracts';
import {
  answerSchemas,
  healthSchema,
  problemSchema,
  type AnswerOf,
  type HealthAnswer,
  type Operation,
  type RequestOf,
} from '../protocol/messages.js';

interface Message {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly waiting: boolean;
}

interface Received {
  readonly status: number;
  readonly text: string;
}

const requestTimeoutMs = 60_000;

/** JSON over HTTP over one unix socket, connections kept alive. Nothing that passes is logged or put into an error. */
export class SocketTransport {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(private readonly socketPath: string) {}

  /** Sends one request and reads its answer; throws the errors listed at `KeyringClient`. A `waiting` one does not keep a process alive. */
  async ask<O extends Operation>(operation: O, body: RequestOf<O>, waiting = false): Promise<AnswerOf<O>> {
    const received = await this.exchange({ method: 'POST', path: `/v1/${operation}`, body: JSON.stringify(body), waiting });
    if (received.status !== 200) throw problemOf(operation, received);
    return answerSchemas[operation].parse(JSON.parse(received.text)) as AnswerOf<O>;
  }

  async health(): Promise<HealthAnswer> {
    const received = await this.exchange({ method: 'GET', path: '/v1/health', waiting: false });
    return healthSchema.parse(JSON.parse(received.text));
  }

  /** Sends what is neither an operation nor health; answers the JSON of a 200. Throws `keyring.unreachable`, `keyring.failed`. */
  async plain(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const { status, text } = await this.exchange({ method, path, ...sent, waiting: false });
    if (status !== 200) throw new VoxkeepError('keyring.failed', { operation: path, status });
    return jsonOf(text);
  }

  close(): void {
    this.agent.destroy();
  }

  /** A kept-alive connection that the server has just closed breaks before any answer; such a request is sent once more. */
  private async exchange(message: Message): Promise<Received> {
    try {
      return await this.send(message);
    } catch (failure) {
      if (!(failure instanceof StaleConnection)) throw unreachable();
    }
    return this.send(message).catch(() => {
      throw unreachable();
    });
  }

  private send({ method, path, body, waiting }: Message): Promise<Received> {
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const options = { socketPath: this.socketPath, method, path, headers, agent: this.agent, timeout: requestTimeoutMs };
      const sent = request(options, (answer) => {
        readText(answer).then((text) => {
          resolve({ status: answer.statusCode ?? 0, text });
        }, reject);
      });
      if (waiting) sent.once('socket', (socket) => socket.unref());
      sent.once('timeout', () => sent.destroy(new Error('timed out')));
      sent.once('error', (error) => {
        reject(sent.reusedSocket ? new StaleConnection() : error);
      });
      sent.end(body);
    });
  }
}

class StaleConnection extends Error {}

function unreachable(): VoxkeepError {
  return new VoxkeepError('keyring.unreachable');
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function problemOf(operation: Operation, { status, text }: Received): VoxkeepError {
  const problem = problemSchema.safeParse(jsonOf(text)).data ?? {};
  if (problem.sealed === true) return new VoxkeepError('keyring.sealed');
  if (problem.code === 'keyring.rate-limited') return new VoxkeepError(problem.code, { retryAfterMs: problem.retryAfterMs ?? 0 });
  if (problem.code === 'keyring.refused')
    return new VoxkeepError(problem.code, { operation, reason: problem.reason ?? 'unknown' });
  // What a keyring that is just stopping answers on a connection kept alive.
  if (status === 503) return unreachable();
  return new VoxkeepError('keyring.failed', { operation, status });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
