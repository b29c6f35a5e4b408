import { LIMITS } from './limits.js';
import { readHead, valueOf, type MessageHead } from './message-head.js';

export type Framed =
  { readonly message: Buffer } | { readonly keepAlive: true } | { readonly broken: MessageHead; readonly status: 400 | 513 };

const FIRST_ROOM = 4 * 1024;
const END_OF_HEAD = '\r\n\r\n';

/**
 * Cuts a TCP byte stream into messages by Content-Length (RFC 3261 §18.3). However the stream is cut into segments, each octet is
 * copied and searched a bounded number of times. After `broken` the stream cannot be cut any more and must be closed.
 */
export class StreamFramer {
  private room: Buffer = Buffer.alloc(0);
  private start = 0;
  private end = 0;
  /** Octets of the message at `start` in which its head does not end. */
  private searched = 0;
  /** Octets of the message at `start`, once its head is read. */
  private size = 0;
  private broken = false;

  /** Whether a message has begun and not ended. */
  get isWaiting(): boolean {
    return this.end > this.start;
  }

  /** Takes what came and gives what is whole. After `broken` it takes nothing: the peer may go on sending until it sees the end. */
  push(bytes: Buffer): readonly Framed[] {
    if (this.broken) return [];
    this.keep(bytes);
    const framed: Framed[] = [];
    for (let next = this.next(); next; next = this.next()) {
      framed.push(next);
      if ('broken' in next) this.giveUp();
    }
    return framed;
  }

  private giveUp(): void {
    this.broken = true;
    this.moveOn(this.end - this.start);
  }

  private keep(bytes: Buffer): void {
    const held = this.end - this.start;
    if (this.end + bytes.length > this.room.length) {
      const room = Buffer.allocUnsafe(Math.max(FIRST_ROOM, 2 * (held + bytes.length)));
      this.room.copy(room, 0, this.start, this.end);
      this.room = room;
      this.start = 0;
      this.end = held;
    }
    bytes.copy(this.room, this.end);
    this.end += bytes.length;
  }

  private next(): Framed | undefined {
    if (this.size === 0) {
      if (this.searched === 0 && this.passBreaks()) return { keepAlive: true };
      const broken = this.readSize();
      if (broken) return broken;
    }
    if (this.size === 0 || this.end - this.start < this.size) return undefined;
    const message = this.room.subarray(this.start, this.start + this.size);
    this.moveOn(this.size);
    return { message };
  }

  /** Finds how long the next message is, as soon as its head is there. */
  private readSize(): Framed | undefined {
    const seen = this.room.subarray(this.start, this.end);
    const found = seen.indexOf(END_OF_HEAD, Math.max(0, this.searched - END_OF_HEAD.length));
    this.searched = seen.length;
    if (found < 0 && seen.length <= LIMITS.head) return undefined;
    const head = readHead(seen);
    const length = valueOf(head, 'content-length') ?? '';
    if (head.fault !== undefined || !/^\d{1,9}$/.test(length)) return { broken: head, status: 400 };
    const size = head.octets + Number(length);
    if (size > LIMITS.message) return { broken: head, status: 513 };
    this.size = size;
    return undefined;
  }

  private moveOn(octets: number): void {
    this.start += octets;
    this.searched = 0;
    this.size = 0;
    if (this.start < this.end) return;
    this.room = Buffer.alloc(0); // what was handed out keeps its own memory
    this.start = 0;
    this.end = 0;
  }

  /** Passes over CRLFs between messages; two of them ask for a pong (RFC 5626 §3.5.1). */
  private passBreaks(): boolean {
    let count = 0;
    while (this.start + count < this.end && isBreak(this.room[this.start + count])) count += 1;
    if (count > 0) this.moveOn(count);
    return count >= 4;
  }
}

const isBreak = (octet: number | undefined): boolean => octet === 13 || octet === 10;
