import { Agent, request as overTls } from 'node:https';

/** One answer of the front door. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  /** The body as JSON; an empty object when there is none. */
  readonly body: Record<string, unknown>;
}

export interface Asking {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body that is not JSON, e.g. an upload; `headers` names its type. */
  readonly raw?: Buffer;
}

/** An answer other than the one that was demanded: status and code, never what was sent. */
export class UnexpectedAnswer extends Error {
  constructor(
    what: string,
    readonly status: number,
    body: object,
  ) {
    super(`${what}: ${status} ${JSON.stringify(body)}`);
  }
}

/** One client of the product over HTTPS under the appliance's own authority. It keeps the session cookie, as a browser does. */
export class ApiClient {
  cookie: string | undefined;
  private readonly agent: Agent;

  constructor(
    readonly port: number,
    authority: string,
  ) {
    this.agent = new Agent({ ca: authority, keepAlive: true, servername: 'localhost' });
  }

  /** Ends the connections; the session stays. */
  close(): void {
    this.agent.destroy();
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask('GET', path, { headers });
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.ask('POST', path, { body });
  }

  /** The body of an answer that must be a success; throws with status and code otherwise, never with what was sent. */
  async demand<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask(method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new UnexpectedAnswer(`${method} ${path}`, answer.status, answer.body);
    return answer.body as T;
  }

  /** Asks once more where a connection that had been idle was ended as the question was sent, as a browser does. */
  ask(method: string, path: string, { body, headers = {}, raw }: Asking = {}): Promise<Answer> {
    const payload = raw ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)));
    const sent = {
      ...(payload && { 'content-type': 'application/json', 'content-length': String(payload.length) }),
      ...(this.cookie !== undefined && { cookie: this.cookie }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const target = { host: '127.0.0.1', port: this.port, path: `/api/${path}`, method, headers: sent, agent: this.agent };
      const request = overTls(target, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () => {
          this.keepCookie(response.headers['set-cookie']);
          resolve(answerOf(response.statusCode ?? 0, response.headers, Buffer.concat(parts)));
        });
      });
      request.once('error', (error: NodeJS.ErrnoException) => {
        const wasIdle = request.reusedSocket && error.code === 'ECONNRESET';
        if (wasIdle) resolve(this.ask(method, path, { body, headers, ...(raw && { raw }) }));
        else reject(error);
      });
      request.end(payload);
    });
  }

  private keepCookie(set: readonly string[] | undefined): void {
    const cookie = set?.[0]?.split(';')[0];
    if (cookie !== undefined) this.cookie = cookie;
  }
}

function answerOf(status: number, headers: Answer['headers'], bytes: Buffer): Answer {
  const isJson = /json/.test(String(headers['content-type'] ?? ''));
  return { status, headers, bytes, body: isJson && bytes.length > 0 ? (JSON.parse(bytes.toString()) as Answer['body']) : {} };
}
