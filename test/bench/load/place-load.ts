import { fork } from 'node:child_process';
import { join } from 'node:path';
import { putFirst } from '../../../apps/appliance/src/supervision/precedence.js';
import { Caller, longestMs } from './caller.js';
import type { CallRecord, LoadPlan, LoadShare, SenderReport, ShareResult } from './plan.js';

export interface LoadResult {
  readonly calls: readonly CallRecord[];
  readonly sender: SenderReport;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
}

const callsPerProcess = 100;
/** Milliseconds in which the processes of a load start. */
export const headStartMs = 1500;

/**
 * Places a load from child processes, a hundred calls each, which go before others as the recorder does: so that the sender, who would
 * be another machine, is never what limits. Compiled code only (see run.mjs).
 */
export async function placeLoad(plan: LoadPlan): Promise<LoadResult> {
  const count = Math.ceil(plan.calls / callsPerProcess);
  const startAt = Date.now() + headStartMs;
  const shares = Array.from({ length: count }, (_, at) => ({
    ...{ plan, startAt },
    indexes: Array.from({ length: plan.calls }, (__, index) => index).filter((index) => index % count === at),
  }));
  return merged(startAt, await Promise.all(shares.map(inProcess)));
}

/** Places a small load from this process. */
export async function placeLoadHere(plan: LoadPlan): Promise<LoadResult> {
  const startAt = Date.now();
  const indexes = Array.from({ length: plan.calls }, (_, index) => index);
  return merged(startAt, [await new Caller({ plan, startAt, indexes }).run()]);
}

function inProcess(share: LoadShare): Promise<ShareResult> {
  const child = fork(join(__dirname, 'caller-process.js'), { serialization: 'advanced', detached: true });
  if (child.pid !== undefined) putFirst(child.pid);
  const patience = setTimeout(() => child.kill('SIGKILL'), longestMs(share.plan));
  return new Promise((resolve, reject) => {
    child.once('message', (result: ShareResult) => {
      resolve(result);
    });
    // What it sent is read before its channel is found closed; that it has exited may be heard earlier.
    child.once('disconnect', () => {
      clearTimeout(patience);
      reject(new Error('A process of the load ended before its calls.'));
    });
    child.send(share);
  });
}

function merged(startedAt: number, results: readonly ShareResult[]): LoadResult {
  const calls = results.flatMap((result) => result.calls).sort((a, b) => a.index - b.index);
  const lateness = results
    .map((result) => result.lateness)
    .reduce((sum, each) => sum.map((count, at) => count + (each[at] ?? 0)));
  const sum = (of: (result: ShareResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  const sender = {
    packets: sum(({ packets }) => packets),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    lateMedianMs: quantile(lateness, 0.5),
    lateP99Ms: quantile(lateness, 0.99),
    lateMaxMs: lateness.findLastIndex((count) => count > 0),
  };
  return { calls, sender, startedAt, endedAt: Date.now() };
}

function quantile(counts: Uint32Array, share: number): number {
  const wanted = counts.reduce((sum, count) => sum + count, 0) * share;
  let seen = 0;
  return counts.findIndex((count) => (seen += count) >= wanted);
}
