/** Something about a stream that somebody should know. */
export type StreamNotice =
  /** The sender's timestamps went `ms` further than time did (negative: less far) while its sequence went on. */
  | { readonly code: 'clock-jumped'; readonly ms: number }
  /** Packets of a payload type that was not agreed; their time is `missing`. */
  | { readonly code: 'other-payload'; readonly payloadType: number }
  /** The stream comes from another port than announced, or now from the announced one after all. */
  | { readonly code: 'source-moved'; readonly to: 'elsewhere' | 'announced' }
  /** Packets, since the last such notice, from senders that may not feed the stream, or of a second source beside the one that is followed. */
  | { readonly code: 'foreign-packets'; readonly packets: number };

const quietMs = 5000;

/** Tells each kind of notice at most once in five seconds; the last of those that were held back follows then. */
export class StreamNotices {
  readonly #toldAt = new Map<StreamNotice['code'], number>();
  readonly #pending = new Map<StreamNotice['code'], StreamNotice>();

  constructor(private readonly tell: (notice: StreamNotice) => void) {}

  /** Tells now, or when its kind is due again. */
  note(notice: StreamNotice, now: number): void {
    this.#pending.set(notice.code, notice);
    this.tick(now);
  }

  /** Whether a notice of this kind would be told at once. */
  isDue(code: StreamNotice['code'], now: number): boolean {
    return now - (this.#toldAt.get(code) ?? -Infinity) >= quietMs;
  }

  /** Tells what has become due. */
  tick(now: number): void {
    if (this.#pending.size === 0) return;
    for (const [code, notice] of this.#pending) if (this.isDue(code, now)) this.#tellNow(notice, now);
  }

  /** Tells everything, at the end of a stream. */
  finish(now: number): void {
    for (const notice of this.#pending.values()) this.#tellNow(notice, now);
  }

  #tellNow(notice: StreamNotice, now: number): void {
    this.#pending.delete(notice.code);
    this.#toldAt.set(notice.code, now);
    this.tell(notice);
  }
}
