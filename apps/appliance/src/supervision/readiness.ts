import { request as overHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as overTls } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** Where a program says whether it is ready: a unix socket, or a TLS port under the appliance's own authority. */
export type Probe = (
  | { readonly socketPath: string; readonly path: string }
  | { readonly host: string; readonly port: number; readonly authority: string; readonly path: string }
) & {
  /** Parts that the program does its work without: it is ready also while these are not. */
  readonly apartFrom?: readonly string[];
};

/** A part of a program that does not work, and why, where the program knows. */
export interface UnreadyPart {
  readonly name: string;
  readonly because?: string;
}

const answerWithinMs = 2000;
const pauseMs = 50;
const healthAnswer = z.object({
  parts: z.array(z.object({ name: z.string(), ready: z.boolean(), because: z.string().optional() })),
});

/** Asks once; true for an answer of 200, or one that names only parts that do not matter. A refused or late connection is "not ready". */
export async function isReady(probe: Probe): Promise<boolean> {
  const { apartFrom = [] } = probe;
  const answer = await answerOf(probe);
  if (answer?.status === 200) return true;
  const unready = answer && unreadyIn(answer.text);
  return unready !== undefined && unready.length > 0 && unready.every(({ name }) => apartFrom.includes(name));
}

/** Parts that the program says do not work now; none when it does not answer. */
export async function unreadyParts(probe: Probe): Promise<readonly UnreadyPart[]> {
  const answer = await answerOf(probe);
  return (answer && unreadyIn(answer.text)) ?? [];
}

function unreadyIn(text: string): readonly UnreadyPart[] | undefined {
  try {
    return healthAnswer.parse(JSON.parse(text)).parts.filter(({ ready }) => !ready) as readonly UnreadyPart[];
  } catch {
    return undefined;
  }
}

function answerOf(probe: Probe): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const request = ask(probe, resolve);
    request.setTimeout(answerWithinMs, () => request.destroy());
    request.once('error', () => {
      resolve(undefined);
    });
    request.end();
  });
}

/** Asks until ready. False when `patienceMs` has passed or `giveUp` says so. */
export async function becomesReady(probe: Probe, patienceMs: number, giveUp: () => boolean): Promise<boolean> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until && !giveUp()) {
    if (await isReady(probe)) return true;
    await wait(pauseMs);
  }
  return false;
}

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

function ask(probe: Probe, answered: (answer: Answer | undefined) => void): ReturnType<typeof overHttp> {
  const options: RequestOptions = { method: 'GET', path: probe.path, agent: false };
  const receive = (response: IncomingMessage): void => {
    text(response).then(
      (body) => {
        answered({ status: response.statusCode, text: body });
      },
      () => {
        answered(undefined);
      },
    );
  };
  if ('socketPath' in probe) return overHttp({ ...options, socketPath: probe.socketPath }, receive);
  return overTls({ ...options, host: probe.host, port: probe.port, ca: probe.authority, servername: 'localhost' }, receive);
}
