import { headerValue } from './message-text.js';

const MAX_HEAD = 64 * 1024;
const MAX_BODY = 1024 * 1024;

export type Framed = { readonly message: Buffer } | { readonly keepAlive: true } | { readonly broken: string };

/**
 * Cuts a TCP byte stream into messages by Content-Length (RFC 3261 §18.3). After `broken` (its head as text) the stream
 * cannot be cut any more and must be closed.
 */
export class StreamFramer {
  private pending: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): readonly Framed[] {
    this.pending = this.pending.length > 0 ? Buffer.concat([this.pending, bytes]) : bytes;
    const framed: Framed[] = [];
    for (let next = this.next(); next; next = this.next()) {
      framed.push(next);
      if ('broken' in next) break;
    }
    return framed;
  }

  private next(): Framed | undefined {
    const blank = this.leadingBreaks();
    if (blank > 0) {
      this.pending = this.pending.subarray(blank);
      return blank >= 4 ? { keepAlive: true } : this.next();
    }
    const end = this.pending.indexOf('\r\n\r\n');
    if (end < 0) return this.pending.length > MAX_HEAD ? { broken: '' } : undefined;
    const head = this.pending.toString('latin1', 0, end + 2);
    const length = headerValue(head, 'content-length') ?? '';
    if (end > MAX_HEAD || !/^\d{1,7}$/.test(length) || Number(length) > MAX_BODY) return { broken: `${head}\r\n` };
    return this.take(end + 4 + Number(length));
  }

  private take(size: number): Framed | undefined {
    if (this.pending.length < size) return undefined;
    const message = this.pending.subarray(0, size);
    this.pending = this.pending.subarray(size);
    return { message };
  }

  /** CRLFs between messages; two of them ask for a pong (RFC 5626 §3.5.1). */
  private leadingBreaks(): number {
    let count = 0;
    while (this.pending[count] === 13 || this.pending[count] === 10) count += 1;
    return count;
  }
}
