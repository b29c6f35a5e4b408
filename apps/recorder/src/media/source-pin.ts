import { BlockList, isIPv6 } from 'node:net';
import { VoxkeepError } from '@voxkeep/contracts';

/** From where a stream may come: the addresses of the SDP's `c=` lines, and the trunk's media networks in CIDR notation. */
export interface SourceRule {
  readonly addresses: readonly string[];
  readonly networks: readonly string[];
}

/** Address and port of a datagram's sender. */
export interface Source {
  readonly address: string;
  readonly port: number;
}

const mapped = '::ffff:';

/**
 * Pins a stream to its source (05, Media to vault): the address must be allowed, and the first valid packet settles address and port
 * until the next re-offer. Everything else is foreign.
 */
export class SourcePin {
  readonly #allowed: BlockList;
  #latched: Source | undefined;

  /** Throws `rtp.source-rule` when an address or network is not one. */
  constructor(rule: SourceRule) {
    this.#allowed = allowedBy(rule);
  }

  /** The source that was settled on. */
  get source(): Source | undefined {
    return this.#latched;
  }

  /** Whether a datagram may come from here: from the settled source, or, before that, from any allowed address. */
  admits(from: Source): boolean {
    const settled = this.#latched;
    if (settled) return settled.port === from.port && settled.address === from.address;
    const address = plain(from.address);
    return this.#allowed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }

  /** Settles on the sender of a valid packet. */
  latch(from: Source): void {
    this.#latched ??= { address: from.address, port: from.port };
  }
}

function allowedBy({ addresses, networks }: SourceRule): BlockList {
  const allowed = new BlockList();
  try {
    for (const address of addresses) allowed.addAddress(plain(address), isIPv6(plain(address)) ? 'ipv6' : 'ipv4');
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      allowed.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4');
    }
  } catch {
    throw new VoxkeepError('rtp.source-rule');
  }
  return allowed;
}

/** An IPv4 sender on a dual-stack socket appears as `::ffff:a.b.c.d`; a link-local one carries its zone. */
function plain(address: string): string {
  const [bare = ''] = address.split('%');
  return bare.toLowerCase().startsWith(mapped) ? bare.slice(mapped.length) : bare;
}
