/** Whether audio of a track is told to be due; each change is told once, in milliseconds of the call. */
export class DueStretch {
  #isDue = false;

  constructor(private readonly tell: (kind: 'due' | 'not-due', atMs: number) => void) {}

  /** Audio is due from this moment on, unless it was before. */
  begin(fromMs: number): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.tell('due', fromMs);
  }

  /** It is not due any more. */
  end(toMs: number): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.tell('not-due', toMs);
  }

  /** It was told to be due before its first packet was read, and is from later on. */
  beginLater(toldMs: number, fromMs: number): void {
    this.end(toldMs);
    this.begin(fromMs);
  }
}
