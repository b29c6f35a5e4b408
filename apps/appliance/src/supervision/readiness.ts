import { request as overHttp, type RequestOptions } from 'node:http';
import { request as overTls } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';

/** Where a program says whether it is ready: a unix socket, or a TLS port under the appliance's own authority. */
export type Probe =
  | { readonly socketPath: string; readonly path: string }
  | { readonly host: string; readonly port: number; readonly authority: string; readonly path: string };

const answerWithinMs = 2000;
const pauseMs = 50;

/** Asks once; true for an answer of 200. A refused or late connection is "not ready". */
export function isReady(probe: Probe): Promise<boolean> {
  return new Promise((resolve) => {
    const request = ask(probe, (status) => {
      resolve(status === 200);
    });
    request.setTimeout(answerWithinMs, () => request.destroy());
    request.once('error', () => {
      resolve(false);
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

function ask(probe: Probe, answered: (status: number | undefined) => void): ReturnType<typeof overHttp> {
  const options: RequestOptions = { method: 'GET', path: probe.path, agent: false };
  const receive = (response: import('node:http').IncomingMessage): void => {
    response.resume();
    answered(response.statusCode);
  };
  if ('socketPath' in probe) return overHttp({ ...options, socketPath: probe.socketPath }, receive);
  return overTls({ ...options, host: probe.host, port: probe.port, ca: probe.authority, servername: 'localhost' }, receive);
}
