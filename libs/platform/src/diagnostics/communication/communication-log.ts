import { closeSync, writeSync } from 'node:fs';
import { diagnostics } from '../diagnostics.js';
import { communicationUnwritten } from '../platform-events.js';
import type { CommunicationEvent, CommunicationField, CommunicationFields, CommunicationValues } from './communication-event.js';
import { covers, type Communication, type OpenGrant } from './open-grant.js';
import type { StreamFolder } from './stream-folder.js';
import { FrameSealer } from './stream-seal.js';

let openStreamFor: (append: (line: Buffer) => void) => CommunicationStream;

/** What a program writes under one or more open grants. Only {@link CommunicationLog.during} makes one. */
export class CommunicationStream {
  readonly #append: (line: Buffer) => void;

  private constructor(append: (line: Buffer) => void) {
    this.#append = append;
  }

  /** Appends one line to the stream of each grant that covers this communication. */
  record<F extends CommunicationFields>(event: CommunicationEvent<F>, values: CommunicationValues<F>): void {
    const shown = Object.entries(event.fields).map(([name, field]) => {
      const value = (values as Readonly<Record<string, unknown>>)[name];
      return [name, value === null || value === undefined ? null : (field as CommunicationField<unknown>).show(value)] as const;
    });
    this.#append(
      Buffer.from(JSON.stringify({ at: new Date().toISOString(), event: event.communication, ...Object.fromEntries(shown) })),
    );
  }

  static {
    openStreamFor = (append) => new CommunicationStream(append);
  }
}

interface Writing {
  readonly sealer: FrameSealer;
  readonly handle: number;
}

/**
 * The communication events of one program (04 f 8). Off unless a grant is open, and then for what the grant covers and until it
 * ends: without one the callback is not called, so its personal values are not even gathered.
 */
export class CommunicationLog {
  readonly #writing = new Map<string, Writing>();
  /** Contacts that a grant covered by their number or trunk: what comes after in the same contact is covered as well. */
  readonly #known = new Map<string, Set<string>>();
  #grants: readonly OpenGrant[] = [];

  constructor(
    private readonly folder: StreamFolder,
    private readonly program: string,
    private readonly now: () => Date = () => new Date(),
    private readonly since: Date = now(),
  ) {}

  /** The grants that are open now. One that was opened before this program started does not count: a restart switches off. */
  follow(grants: readonly OpenGrant[]): void {
    this.#grants = grants.filter(({ openedAt }) => openedAt >= this.since);
    for (const id of this.#known.keys()) if (!this.#grants.some((grant) => grant.id === id)) this.#known.delete(id);
    for (const [id, writing] of this.#writing) if (!this.#grants.some((grant) => grant.id === id)) this.#close(id, writing);
  }

  /** Calls `tell` when a grant covers this communication. Never throws: troubleshooting must not be the trouble. */
  during(of: Communication, tell: (stream: CommunicationStream) => void): void {
    if (this.#grants.length === 0) return;
    try {
      const covering = this.#grants.filter((grant) => grant.endsAt > this.now() && this.#covers(grant, of));
      if (covering.length === 0) return;
      const append = (line: Buffer) => {
        for (const grant of covering) this.#append(grant, line);
      };
      tell(openStreamFor(append));
    } catch (error) {
      diagnostics.record(communicationUnwritten, { error });
    }
  }

  /** Closes every file. */
  close(): void {
    this.follow([]);
  }

  #covers(grant: OpenGrant, of: Communication): boolean {
    const { contactId } = of;
    const known = this.#known.get(grant.id);
    if (contactId !== undefined && known?.has(contactId) === true) return true;
    if (!covers(grant, of, () => this.folder.matchKey(grant.id))) return false;
    if (contactId !== undefined) this.#known.set(grant.id, (known ?? new Set()).add(contactId));
    return true;
  }

  #append(grant: OpenGrant, line: Buffer): void {
    const { sealer, handle } = this.#writing.get(grant.id) ?? this.#open(grant);
    writeSync(handle, sealer.seal(line));
  }

  #open({ id, publicKey }: OpenGrant): Writing {
    const writing = { sealer: new FrameSealer(publicKey), handle: this.folder.create(id, this.program) };
    writeSync(writing.handle, writing.sealer.head);
    this.#writing.set(id, writing);
    return writing;
  }

  #close(id: string, { sealer, handle }: Writing): void {
    this.#writing.delete(id);
    sealer.close();
    closeSync(handle);
  }
}
