import { BlockList, isIPv6 } from 'node:net';
import { Collecting, type QueueRules, type TelephonyViews, type TrunkView } from '@voxkeep/configuration';
import type { SwitchableCategory } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import { trunksUnread } from '../events.js';

/** What the book reads; implemented by the configuration database's views. */
export type TelephonySource = Pick<TelephonyViews, 'trunks' | 'queues' | 'collecting' | 'watch' | 'close'>;

interface Page {
  readonly prefix: number;
  readonly network: BlockList;
  readonly trunk: TrunkView;
}

const readAgainMs = 30_000;

/**
 * Who may send calls, and under which rules: trunks by source network, the narrowest first, of two that are the same the one with the
 * lower id, so that no name decides. Kept in memory, because the question is
 * asked for every SIP message; read anew on each notification. A failed reading leaves what is known.
 */
export class TrunkBook {
  #pages: readonly Page[] = [];
  #trunkIds: readonly string[] = [];
  #rules = new Map<string, QueueRules>();
  #collecting = new Collecting([]);
  #timer: NodeJS.Timeout | undefined;
  #readings = 0;
  /** The reading that is in the book; one that began before it is older, however late it ends. */
  #newest = 0;

  constructor(private readonly source: TelephonySource) {}

  /** Reads the book and keeps it fresh until `close`. Throws when it cannot be read at all. */
  async open(): Promise<void> {
    await this.source.watch(() => void this.refresh());
    await this.read();
    this.#timer = setInterval(() => void this.refresh(), readAgainMs).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.source.close();
  }

  /** The trunks that may send calls. */
  get trunkIds(): readonly string[] {
    return this.#trunkIds;
  }

  /** The trunk whose narrowest network holds the address. */
  find(address: string): TrunkView | undefined {
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    return this.#pages.find(({ network }) => network.check(address, family))?.trunk;
  }

  /** The rules of a queue; none means that nothing is recorded, and so it is where recordings are switched off (R20, R22). */
  rulesOf(queueId: string | null): QueueRules | undefined {
    const rules = queueId === null ? undefined : this.#rules.get(queueId);
    return rules && !this.collects('recordings', queueId) ? { ...rules, recording: null } : rules;
  }

  /** Whether a category of personal data is collected for the calls of a queue. */
  collects(category: SwitchableCategory, queueId: string | null): boolean {
    return this.#collecting.collects(category, { channel: 'voice', queueId });
  }

  /** Reads the book again; a failure is noted and leaves what is known. */
  async refresh(): Promise<void> {
    try {
      await this.read();
    } catch (error) {
      diagnostics.record(trunksUnread, { error });
    }
  }

  private async read(): Promise<void> {
    const reading = (this.#readings += 1);
    // A trunk names its queue: what is read after the trunks has the queue of each, and no call is off for want of its rules.
    const trunks = await this.source.trunks();
    const [queues, collecting] = await Promise.all([this.source.queues(), this.source.collecting()]);
    if (reading < this.#newest) return;
    const pages = trunks.flatMap(pagesOf).sort(narrowestFirst);
    this.#newest = reading;
    this.#collecting = collecting;
    this.#pages = pages;
    this.#trunkIds = [...new Set(pages.map(({ trunk }) => trunk.id))];
    this.#rules = new Map(queues.map((rules) => [rules.queueId, rules]));
  }
}

function narrowestFirst(a: Page, b: Page): number {
  return b.prefix - a.prefix || (a.trunk.id < b.trunk.id ? -1 : 1);
}

function pagesOf(trunk: TrunkView): readonly Page[] {
  return trunk.sourceNetworks.map((cidr) => {
    const [address = '', length] = cidr.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const prefix = Number(length ?? (family === 'ipv6' ? 128 : 32));
    const network = new BlockList();
    network.addSubnet(address, prefix, family);
    return { prefix, network, trunk };
  });
}
