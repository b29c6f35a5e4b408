import { BlockList, SocketAddress, isIP, isIPv6 } from 'node:net';
import { VoxkeepError } from '@voxkeep/contracts';

/** Address and port of a datagram's sender. */
export interface Source {
  readonly address: string;
  readonly port: number;
}

/** From where a stream may come. */
export interface SourceRule {
  /** What the offer announces: the address of its `c=` line, if any, and the port of its `m=` line. */
  readonly announced: { readonly address?: string; readonly port: number };
  /** The trunk's networks in CIDR notation; they count only where the announced address names no machine. */
  readonly networks: readonly string[];
}

/** `announced`: it always wins. `elsewhere`: the same machine from another port; it must prove itself. `foreign`: neither. */
export type SourceVerdict = 'announced' | 'elsewhere' | 'foreign';

/**
 * Pins a stream to its source. The announced address and port win whenever they speak. Where the offer gives a name, nothing, or the
 * unspecified address, any machine of the trunk's networks stands for it, and the first that speaks from the announced port is it.
 */
export class SourcePin {
  #announced: Source;
  #networks: BlockList;
  #settled: Source | undefined;
  #judged = '';
  #lies = false;

  /** Throws `rtp.source-rule` when a network is none. */
  constructor(rule: SourceRule) {
    this.#announced = announcedBy(rule);
    this.#networks = networksOf(rule);
  }

  /** The source that was settled on. */
  get source(): Source | undefined {
    return this.#settled;
  }

  /** Judges any other sender. Costs next to nothing, whoever sends. */
  judge(from: Source): SourceVerdict {
    if (!this.#isOfMachine(from.address)) return 'foreign';
    return from.port === this.#announced.port ? 'announced' : 'elsewhere';
  }

  /** Settles on a sender. */
  settle({ address, port }: Source): void {
    this.#settled = { address, port };
    if (port === this.#announced.port && this.#announced.address === '') this.#announced = { address: plain(address), port };
  }

  /** Applies a new offer; the settled source may go on until the announced one speaks. Answers whether something else is announced. */
  reannounce(rule: SourceRule): boolean {
    const announced = announcedBy(rule);
    this.#networks = networksOf(rule);
    this.#judged = '';
    const { address, port } = this.#announced;
    if (announced.port === port && (announced.address === address || announced.address === '')) return false;
    this.#announced = announced;
    return true;
  }

  #isOfMachine(address: string): boolean {
    const { address: announced } = this.#announced;
    if (announced === address) return true;
    if (announced !== '') return address.includes(':') && announced === plain(address);
    if (address !== this.#judged) this.#lies = this.#liesInNetworks(address);
    return this.#lies;
  }

  #liesInNetworks(address: string): boolean {
    const bare = plain(address);
    this.#judged = address;
    return this.#networks.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
  }
}

/** An empty address stands for one that names no machine. */
function announcedBy({ announced: { address = '', port } }: SourceRule): Source {
  const bare = plain(address);
  return { address: isIP(bare) === 0 || bare === '0.0.0.0' || bare === '::' ? '' : bare, port };
}

function networksOf({ networks }: SourceRule): BlockList {
  const list = new BlockList();
  try {
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4');
    }
  } catch {
    throw new VoxkeepError('rtp.source-rule');
  }
  return list;
}

const mapped = '::ffff:';

/**
 * One spelling for each address: an IPv4 sender on a dual-stack socket appears as `::ffff:a.b.c.d`, a link-local one carries its zone,
 * and an offer may write IPv6 in any of its ways.
 */
function plain(address: string): string {
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return bare;
  const canonical = new SocketAddress({ address: bare, family: 'ipv6' }).address;
  return canonical.startsWith(mapped) ? canonical.slice(mapped.length) : canonical;
}
