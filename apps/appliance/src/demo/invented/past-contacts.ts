import type { Direction, RecordingOutcome } from '@voxkeep/contracts';
import { dice, type Dice } from './dice.js';
import type { OpenDay } from './opening-hours.js';
import { demoCaller } from './reserved-numbers.js';

export const queueCodes = ['service-desk', 'billing', 'deliveries'] as const;
export type QueueCode = (typeof queueCodes)[number];

/** A call of the past without its audio: nothing was kept of it, and `outcome` says why. */
export interface PastContact {
  /** Unique among the invented; the same at every start. */
  readonly key: string;
  readonly direction: Direction;
  readonly queue: QueueCode;
  /** Null for a withheld number. */
  readonly customerNumber: string | null;
  /** Place of the agent in the staff list; null when the caller gave up waiting. */
  readonly agent: number | null;
  readonly openedAt: Date;
  readonly connectedAt: Date | null;
  readonly closedAt: Date;
  readonly outcome: Extract<RecordingOutcome, 'refused' | 'unanswered' | 'not-asked' | 'off'>;
}

/** Which agents serve a queue, and what share of the calls it gets. */
const queues: Readonly<Record<QueueCode, { readonly agents: readonly number[]; readonly share: number }>> = {
  'service-desk': { agents: [0, 1, 2], share: 5 },
  billing: { agents: [2, 3, 5], share: 3 },
  deliveries: { agents: [4, 5], share: 2 },
};
const byShare = queueCodes.flatMap((code) => Array.from({ length: queues[code].share }, () => code));
/** The questions of a queue that asks, and how they ended when nothing was kept. */
const withoutYes = ['refused', 'refused', 'refused', 'unanswered', 'unanswered', 'not-asked'] as const;

const patienceMs = 120_000;
const everyDemoCall = 24;

/** The contacts of these days, in the order of their beginning. Nobody talks to two callers at once. */
export function inventPastContacts(
  seed: number,
  days: readonly OpenDay[],
  callers: { readonly customers: readonly string[]; readonly strangers: readonly string[] },
): readonly PastContact[] {
  const chance = dice(seed);
  const freeAt = new Map<number, number>();
  const contacts: PastContact[] = [];
  for (const day of days) {
    for (const openedMs of arrivals(chance, day)) {
      const number = contacts.length % everyDemoCall === 0 ? demoCaller : callerOf(chance, callers);
      contacts.push(contactAt(chance, openedMs, number, freeAt, contacts.length));
    }
  }
  return contacts;
}

function arrivals(chance: Dice, { opensMs, closesMs, calls }: OpenDay): readonly number[] {
  return Array.from({ length: calls }, () => chance.between(opensMs, closesMs)).sort((a, b) => a - b);
}

function callerOf(chance: Dice, callers: { customers: readonly string[]; strangers: readonly string[] }): string | null {
  if (chance.chance(0.04)) return null;
  return chance.pick(chance.chance(0.2) ? callers.strangers : callers.customers);
}

function contactAt(
  chance: Dice,
  openedMs: number,
  customerNumber: string | null,
  freeAt: Map<number, number>,
  at: number,
): PastContact {
  const queue = chance.pick(byShare);
  const { agents } = queues[queue];
  const free = (agent: number): number => freeAt.get(agent) ?? 0;
  const agent = [...agents].sort((a, b) => free(a) - free(b))[0] ?? 0;
  const waitMs = Math.max(free(agent) - openedMs, 0) + chance.between(3_000, 14_000);
  const known = { key: `demo-${at}`, queue, customerNumber, openedAt: new Date(openedMs) } as const;
  if (waitMs > patienceMs) return givenUp(known, openedMs + patienceMs - chance.between(0, 60_000), queue);
  const outbound = queue === 'deliveries' && customerNumber !== null && chance.chance(0.4);
  const closedMs = openedMs + waitMs + durationMs(chance);
  freeAt.set(agent, closedMs + chance.between(5_000, 40_000));
  return {
    ...known,
    direction: outbound ? 'outbound' : 'inbound',
    agent,
    connectedAt: new Date(openedMs + waitMs),
    closedAt: new Date(closedMs),
    outcome: queue === 'service-desk' ? chance.pick(withoutYes) : 'off',
  };
}

function givenUp(
  known: Pick<PastContact, 'key' | 'queue' | 'customerNumber' | 'openedAt'>,
  closedMs: number,
  queue: QueueCode,
): PastContact {
  const outcome = queue === 'service-desk' ? 'not-asked' : 'off';
  return { ...known, direction: 'inbound', agent: null, connectedAt: null, closedAt: new Date(closedMs), outcome };
}

/** Most calls take two to five minutes, a few much longer: the product of three throws leans to the short side. */
function durationMs(chance: Dice): number {
  const throws = chance.between(20, 160) + chance.between(10, 160) + (chance.chance(0.12) ? chance.between(120, 900) : 0);
  return throws * 1000 + chance.between(0, 999);
}
