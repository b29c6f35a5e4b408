import type { QueueCode } from '../invented/past-contacts.js';
import type { InventedCustomer } from '../invented/people.js';

/** A real SIPREC call at the appliance's own recorder. Times are milliseconds after the answer. */
export interface DemoCall {
  readonly about: string;
  readonly customer: string;
  readonly extension: string;
  readonly durationMs: number;
  readonly key?: { readonly digit: '1' | '2'; readonly afterMs: number };
  /** When the agent notes that the customer takes the consent back. */
  readonly withdrawAfterMs?: number;
  /** A queue that the telephone system announces; without it, the trunk's own. */
  readonly queue?: QueueCode;
  /** Goes on after the furnishing is done, for the page of live calls. */
  readonly live?: true;
}

const liveMs = 300_000;

/** The calls that are placed at once: each way in which a call can end, and one that goes on. */
export function demoCalls(customers: readonly InventedCustomer[]): readonly DemoCall[] {
  const caller = (at: number): string => customers[at % customers.length]?.numbers[0] ?? '';
  return [
    call('presses 1', caller(0), '7001', 20_000, { key: { digit: '1', afterMs: 2_500 } }),
    call('presses 1 later', caller(3), '7002', 18_000, { key: { digit: '1', afterMs: 6_000 } }),
    call('presses 2', caller(13), '7003', 9_000, { key: { digit: '2', afterMs: 3_000 } }),
    call('presses nothing', caller(18), '7001', 12_000, {}),
    call('presses 1 and takes it back', caller(8), '7002', 16_000, {
      key: { digit: '1', afterMs: 2_000 },
      withdrawAfterMs: 9_000,
    }),
    call('hears a notice', caller(24), '7004', 14_000, { queue: 'billing' }),
    call('calls where nothing is recorded', caller(33), '7005', 8_000, { queue: 'deliveries' }),
    call('presses 1 and goes on talking', caller(30), '7003', liveMs, { key: { digit: '1', afterMs: 2_500 }, live: true }),
  ];
}

function call(about: string, customer: string, extension: string, durationMs: number, more: Partial<DemoCall>): DemoCall {
  return { about: `the customer ${about}`, customer, extension, durationMs, ...more };
}
