/** A press that is reported both ways arrives within this time of the other report. */
const sameWithinMs = 2000;

/** Tells a press that is reported twice, in the media and by SIP INFO, from two presses. */
export class KeysPressed {
  #last: { readonly key: string; readonly way: 'media' | 'info'; readonly at: number } | undefined;

  constructor(private readonly now: () => number) {}

  /** Whether this report is of another press than the last one. */
  isNews(key: string, way: 'media' | 'info'): boolean {
    const at = this.now();
    const last = this.#last;
    const isOther = last?.key === key && last.way !== way && at - last.at < sameWithinMs;
    this.#last = isOther ? undefined : { key, way, at };
    return !isOther;
  }
}
