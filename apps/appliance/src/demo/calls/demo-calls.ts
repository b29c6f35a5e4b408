import type { QueueCode } from '../invented/past-contacts.js';
import type { InventedCustomer } from '../invented/people.js';

/** A real SIPREC call at the appliance's own recorder. Times are milliseconds after the answer. */
export interface DemoCall {
  readonly customer: string;
  readonly extension: string;
  readonly durationMs: number;
  readonly key?: { readonly digit: '1' | '2'; readonly afterMs: number };
  /** The agent notes that the customer takes the consent back; the call goes on until the recorder has answered, `durationMs` at most. */
  readonly takesBack?: true;
  /** A queue that the telephone system announces; without it, the trunk's own. */
  readonly queue?: QueueCode;
}

const minute = 60_000;
const yes = { digit: '1', afterMs: 2_500 } as const;
const no = { digit: '2', afterMs: 3_000 } as const;

const callerAmong =
  (customers: readonly InventedCustomer[]) =>
  (at: number): string =>
    customers[at % customers.length]?.numbers[0] ?? '';

/** The calls that are placed at once: each way in which a call can end. */
export function demoCalls(customers: readonly InventedCustomer[]): readonly DemoCall[] {
  const caller = callerAmong(customers);
  return [
    { customer: caller(0), extension: '7001', durationMs: 20_000, key: yes },
    { customer: caller(3), extension: '7002', durationMs: 18_000, key: { digit: '1', afterMs: 6_000 } },
    { customer: caller(13), extension: '7003', durationMs: 9_000, key: no },
    { customer: caller(18), extension: '7001', durationMs: 12_000 },
    { customer: caller(8), extension: '7002', durationMs: 2 * minute, key: yes, takesBack: true },
    { customer: caller(24), extension: '7004', durationMs: 14_000, queue: 'billing' },
    { customer: caller(33), extension: '7005', durationMs: 8_000, queue: 'deliveries' },
  ];
}

/**
 * The calls of two lines that are always busy, for the page of live calls: each line takes its calls in turn, again and again. Of most
 * of them nothing is kept, so that a demonstration that is left running for days fills no disk.
 */
export function liveCalls(customers: readonly InventedCustomer[]): readonly (readonly DemoCall[])[] {
  const caller = callerAmong(customers);
  return [
    [
      { customer: caller(30), extension: '7003', durationMs: 8 * minute, key: yes },
      { customer: caller(5), extension: '7001', durationMs: 5 * minute, key: no },
      { customer: caller(11), extension: '7002', durationMs: 6 * minute },
      { customer: caller(21), extension: '7003', durationMs: 4 * minute, key: no },
    ],
    [
      { customer: caller(36), extension: '7004', durationMs: 11 * minute, queue: 'billing' },
      { customer: caller(15), extension: '7005', durationMs: 7 * minute, queue: 'deliveries' },
      { customer: caller(26), extension: '7006', durationMs: 9 * minute, queue: 'deliveries' },
    ],
  ];
}
