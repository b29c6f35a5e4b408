import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from './hashing.js';

/**
 * MACs one entry after the other; after each the key becomes its own hash (key ← H(key)) and the old one is gone. Whoever
 * takes the machine later cannot re-write entries from before (forward integrity).
 */
export class EvolvingMac {
  #key: Buffer;

  /** `key`: 32 bytes, the key of the next entry; copied. */
  constructor(key: Uint8Array) {
    this.#key = Buffer.from(key);
  }

  /** HMAC-SHA-256 of one entry's bytes, 32 bytes. Evolves the key. */
  next(entry: Uint8Array): Buffer {
    const mac = createHmac('sha256', this.#key).update(entry).digest();
    const evolved = sha256(this.#key);
    this.#key.fill(0);
    this.#key = evolved;
    return mac;
  }

  /** The key of the next entry, to be stored with the position; a copy. */
  get key(): Buffer {
    return Buffer.from(this.#key);
  }
}

/**
 * Checks entries against the key of the first of them, as kept away from the machine. Returns the index of the first entry
 * whose MAC differs, or undefined.
 */
export function findForgedEntry(
  firstKey: Uint8Array,
  entries: Iterable<{ readonly entry: Uint8Array; readonly mac: Uint8Array }>,
): number | undefined {
  const macs = new EvolvingMac(firstKey);
  let index = 0;
  for (const { entry, mac } of entries) {
    const expected = macs.next(entry);
    if (mac.length !== expected.length || !timingSafeEqual(expected, mac)) return index;
    index += 1;
  }
  return undefined;
}
