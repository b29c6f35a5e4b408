/** A promise and the way to keep it; keeping it twice changes nothing. */
export class Settlement<T> {
  readonly promise: Promise<T>;
  private fulfil: ((value: T) => void) | undefined;

  constructor() {
    this.promise = new Promise((resolve) => (this.fulfil = resolve));
  }

  resolve(value: T): void {
    this.fulfil?.(value);
  }
}
