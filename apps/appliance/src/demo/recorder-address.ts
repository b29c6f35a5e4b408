import { isIPv6 } from 'node:net';
import { settings } from '@voxkeep/platform';

/** Where calls from this machine reach the recorder, and from which networks it sees them come. */
export interface RecorderAddress {
  readonly target: string;
  readonly sourceNetworks: readonly string[];
}

const anyAddress = ['0.0.0.0', '::'];
const loopback = '127.0.0.0/8';

/** Reads the recorder's settings: a recorder on every address is called on the loopback. */
export function recorderAddress(
  { address, port }: { readonly address: string; readonly port: number } = settings().sip,
): RecorderAddress {
  const host = anyAddress.includes(address) ? '127.0.0.1' : address;
  if (host.startsWith('127.')) return { target: `${host}:${port}`, sourceNetworks: [loopback] };
  if (isIPv6(host)) return { target: `[${host}]:${port}`, sourceNetworks: [loopback, `${host}/128`] };
  return { target: `${host}:${port}`, sourceNetworks: [loopback, `${host}/32`] };
}
