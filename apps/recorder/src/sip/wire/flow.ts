import type { SipSource } from '../endpoint.js';

/** A way back to a peer: a remote address on our UDP socket, or one TCP connection. */
export interface Flow {
  readonly source: SipSource;
  /** Whether the transport repeats what was lost; if not, we must. */
  readonly reliable: boolean;
  readonly open: boolean;
  write(bytes: Uint8Array): void;
  close(): void;
}

/** An address without the mapping that a dual-stack socket puts around IPv4. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** An address as it stands in a URI or Via: IPv6 in brackets. */
export const hostOf = (address: string): string => (address.includes(':') ? `[${address}]` : address);
