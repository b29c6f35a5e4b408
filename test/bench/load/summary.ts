import type { Lie, Verdict } from './judge.js';
import type { LoadResult } from './place-load.js';

/** What came of one load, as it is printed. */
export interface Summary {
  readonly offered: number;
  /** Calls that were answered 200. */
  readonly held: number;
  /** The most of them at the same moment. */
  readonly atOnce: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly refusalP50Ms: number;
  readonly refusalP99Ms: number;
  readonly answerP50Ms: number;
  readonly answerP99Ms: number;
  readonly sentSeconds: number;
  readonly lostSeconds: number;
  readonly lostCalls: number;
  readonly headSeconds: number;
  readonly insideSeconds: number;
  readonly tailSeconds: number;
  /** Sent before the grant and kept. */
  readonly beforeSeconds: number;
  readonly beforeMaxMs: number;
  readonly axisMaxMs: number;
  readonly lies: Readonly<Partial<Record<Lie, number>>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly senderLateP99Ms: number;
  readonly senderLateMaxMs: number;
  readonly sendErrors: number;
  /** Cores that the senders used, on average. */
  readonly senderCores: number;
  readonly packets: number;
}

export function summaryOf({ calls, sender, startedAt, endedAt }: LoadResult, verdicts: readonly Verdict[]): Summary {
  const held = calls.filter(({ status }) => status === 200);
  const refused = calls.filter(({ status }) => status !== 200 && status !== 0);
  const seconds = (of: (verdict: Verdict) => number): number => verdicts.reduce((sum, verdict) => sum + of(verdict), 0) / 1000;
  return {
    offered: calls.length,
    held: held.length,
    atOnce: atOnce(held),
    refused: refused.length,
    unanswered: calls.length - held.length - refused.length,
    refusalP50Ms: quantile(
      refused.map(({ answerMs }) => answerMs),
      0.5,
    ),
    refusalP99Ms: quantile(
      refused.map(({ answerMs }) => answerMs),
      0.99,
    ),
    answerP50Ms: quantile(
      held.map(({ answerMs }) => answerMs),
      0.5,
    ),
    answerP99Ms: quantile(
      held.map(({ answerMs }) => answerMs),
      0.99,
    ),
    sentSeconds: seconds(({ sentMs }) => sentMs),
    lostSeconds: seconds(({ lost }) => lost.totalMs),
    lostCalls: verdicts.filter(({ lost }) => lost.totalMs > 0).length,
    headSeconds: seconds(({ lost }) => lost.headMs),
    insideSeconds: seconds(({ lost }) => lost.insideMs),
    tailSeconds: seconds(({ lost }) => lost.tailMs),
    beforeSeconds: seconds(({ beforeMs }) => beforeMs),
    beforeMaxMs: Math.max(0, ...verdicts.map(({ beforeMs }) => beforeMs)),
    axisMaxMs: Math.max(0, ...verdicts.map(({ axisMs }) => axisMs)),
    lies: counted(verdicts.flatMap(({ lies }) => lies)),
    outcomes: counted(verdicts.map(({ outcome, cause }) => [outcome ?? 'none', cause].filter(Boolean).join('/'))),
    senderLateP99Ms: sender.lateP99Ms,
    senderLateMaxMs: sender.lateMaxMs,
    packets: sender.packets,
    senderCores: (sender.cpuSeconds * 1000) / (endedAt - startedAt),
    sendErrors: calls.reduce((sum, { sendErrors }) => sum + sendErrors, 0),
  };
}

/** Calls that end with something untrue said of them. */
export const liesIn = (verdicts: readonly Verdict[]): number => verdicts.filter(({ lies }) => lies.length > 0).length;

/** The summary in lines for a reader. */
export function printed(name: string, summary: Summary, more: Readonly<Record<string, string>> = {}): string {
  const ms = (value: number): string => (Number.isNaN(value) ? '–' : `${value.toFixed(value < 10 ? 1 : 0)} ms`);
  const lies = Object.entries(summary.lies).map(([lie, times]) => `${lie} ${times}`);
  const outcomes = Object.entries(summary.outcomes).map(([outcome, times]) => `${outcome} ${times}`);
  const { offered, held, atOnce: most, refused, unanswered, sentSeconds, lostSeconds, lostCalls } = summary;
  const where = `head ${summary.headSeconds.toFixed(1)}, inside ${summary.insideSeconds.toFixed(1)}, tail ${summary.tailSeconds.toFixed(1)}`;
  return [
    `## ${name}`,
    `offered ${offered} · held ${held} (${most} at once) · refused ${refused} · no answer ${unanswered}`,
    `answer median ${ms(summary.answerP50Ms)}, p99 ${ms(summary.answerP99Ms)} · refusal p50 ${ms(summary.refusalP50Ms)}, p99 ${ms(summary.refusalP99Ms)}`,
    `lost after grant ${lostSeconds.toFixed(2)} s of ${sentSeconds.toFixed(0)} s in ${lostCalls} calls (${where}) · time axis ± ${ms(summary.axisMaxMs)}`,
    `kept from before the grant ${summary.beforeSeconds.toFixed(2)} s, at most ${ms(summary.beforeMaxMs)} of a call`,
    `outcomes: ${outcomes.join(', ') || 'none'} · lies: ${lies.join(', ') || 'none'}`,
    `sender: late p99 ${ms(summary.senderLateP99Ms)}, max ${ms(summary.senderLateMaxMs)}, errors ${summary.sendErrors}, ${summary.packets} packets with ${summary.senderCores.toFixed(2)} cores`,
    ...Object.entries(more).map(([what, value]) => `${what}: ${value}`),
    '',
  ].join('\n');
}

/** NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function counted<Name extends string>(names: readonly Name[]): Partial<Record<Name, number>> & Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts as Partial<Record<Name, number>> & Record<string, number>;
}

function atOnce(held: readonly { readonly invitedAt: number; readonly answerMs: number; readonly endedAt: number }[]): number {
  const turns = held.flatMap(({ invitedAt, answerMs, endedAt }) => [
    { at: invitedAt + answerMs, by: 1 },
    { at: endedAt, by: -1 },
  ]);
  let [now, most] = [0, 0];
  for (const { by } of turns.sort((a, b) => a.at - b.at || a.by - b.by)) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
