import type { ContactEventCode } from '@voxkeep/contracts';

/** What every further request of a client may say again, such as what is odd about its metadata: noted once in a call. */
export class NotedOnce {
  readonly #noted = new Set<ContactEventCode>();

  constructor(private readonly call: { note(code: ContactEventCode): void }) {}

  /** Notes it unless it was noted before. */
  note(code: ContactEventCode): void {
    if (this.#noted.has(code)) return;
    this.#noted.add(code);
    this.call.note(code);
  }
}
