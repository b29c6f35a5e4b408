import { http } from '@voxkeep/contracts';
import type { z } from 'zod';

/** What the server said when it did not do it. `fields` carries paths and rules, never the values that were sent. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly { readonly path: string; readonly problem: string }[];

  constructor(status: number, code: string, fields: ApiProblem['fields'] = []) {
    super(code);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

type Api = 'configurator' | 'operations' | 'data-protection';
interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The address of a path of one of the three APIs behind the gateway. */
export function apiPath(api: Api, path: string): string {
  return `/api/${api}/${path}`;
}

async function problemOf(answer: Response): Promise<ApiProblem> {
  const told = http.problem.safeParse(await answer.json().catch(() => undefined));
  return told.success
    ? new ApiProblem(answer.status, told.data.code, told.data.fields ?? [])
    : new ApiProblem(answer.status, 'unreachable');
}

async function answerOf(api: Api, path: string, { method = 'GET', body, signal }: Call): Promise<Response> {
  const form = body instanceof FormData;
  const sent: RequestInit = { method, credentials: 'same-origin', cache: 'no-store' };
  if (body !== undefined) sent.body = form ? body : JSON.stringify(body);
  if (body !== undefined && !form) sent.headers = { 'content-type': 'application/json' };
  if (signal) sent.signal = signal;
  const answer = await fetch(apiPath(api, path), sent).catch((thrown: unknown) => {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw new ApiProblem(0, 'unreachable');
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** One request; the answer is parsed with the schema the server used. Throws ApiProblem. */
export async function call<T extends z.ZodType>(api: Api, path: string, schema: T, options: Call = {}): Promise<z.output<T>> {
  const text = await (await answerOf(api, path, options)).text();
  return schema.parse(text ? JSON.parse(text) : undefined);
}

/** A document of the server as it is. Throws ApiProblem. */
export async function callForFile(api: Api, path: string, options: Call = {}): Promise<Blob> {
  return (await answerOf(api, path, options)).blob();
}
