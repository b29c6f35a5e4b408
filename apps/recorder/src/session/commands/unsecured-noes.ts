import type { CommandResult } from '@voxkeep/operative';

interface CarriedOut {
  readonly result: CommandResult;
  isSecured: boolean;
}

/**
 * Noes that were carried out and are not answered yet, as nothing on a disk knows of them so far. Each is carried out once, however often
 * it is asked for: a yes may have followed it.
 */
export class UnsecuredNoes {
  readonly #noes = new Map<string, CarriedOut>();

  /** What became of a no, if it was carried out here, and whether that outlives this recorder. */
  find(id: string): Readonly<CarriedOut> | undefined {
    return this.#noes.get(id);
  }

  /**
   * It was carried out; `secured` resolves when that outlives this recorder, and `then` is called. Should it fail, the no stays unanswered:
   * it is told as one that waits, and the next recorder carries it out.
   */
  carriedOut(id: string, result: CommandResult, secured: Promise<unknown>, then: () => Promise<void>): void {
    const no = { result, isSecured: false };
    this.#noes.set(id, no);
    void secured.then(
      () => {
        no.isSecured = true;
        return then();
      },
      () => undefined,
    );
  }

  /** It is answered. */
  answered(id: string): void {
    this.#noes.delete(id);
  }
}
