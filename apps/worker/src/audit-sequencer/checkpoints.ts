import { signCheckpoint, verifierKey, type NoteSigner } from '@voxkeep/audit';
import type { AuditLog, LogState } from '@voxkeep/configuration';
import { diagnostics } from '@voxkeep/platform';
import { checkpointFailed, logRolledBack } from '../events.js';
import { verifierOf } from './signing-key.js';
import { isAbandoned, type Witness } from './witness.js';

const restMs = 300;
const retryMs = 1000;

/**
 * Signs the states of the log: the latest at a time, at most about three times a second. A signed state is on the second sink
 * before it is in the database, so that the sink is never behind.
 */
export class Checkpoints {
  private waiting: LogState | undefined;
  private signed = 0;
  private signing: Promise<void> | undefined;
  private stopped = false;
  private rest: { readonly timer: NodeJS.Timeout; readonly over: () => void } | undefined;

  constructor(
    private readonly log: AuditLog,
    private readonly signer: NoteSigner,
    private readonly witness: Witness,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Opens the sink, begins the log where there is none, and signs what an interrupted predecessor left unsigned. */
  async open(state: () => Promise<LogState>): Promise<void> {
    await this.witness.open();
    await this.witness.keepOnce('audit-verifier.key', verifierKey(verifierOf(this.signer)));
    const firstKey = await this.log.begin();
    if (firstKey) await this.witness.keepOnce('audit-first-mac.key', firstKey.toString('base64'));
    const found = await state();
    this.signed = (await this.log.latestCheckpoint())?.size ?? 0;
    const restorations = this.witness.restorations(verifierOf(this.signer));
    const continued = this.witness.read().notes.filter((note) => !isAbandoned(note, restorations));
    const witnessed = continued.at(-1)?.size ?? 0;
    if (witnessed > found.size) diagnostics.record(logRolledBack, { events: found.size, witnessed });
    this.note(found);
  }

  /** Has this state signed soon; a smaller one than is signed or waiting is already covered. */
  note(state: LogState): void {
    if (state.size <= Math.max(this.signed, this.waiting?.size ?? 0)) return;
    this.waiting = state;
    this.signing ??= this.signWaiting().finally(() => {
      this.signing = undefined;
    });
  }

  /** Signs what waits and ends. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.endRest();
    await this.signing;
  }

  private async signWaiting(): Promise<void> {
    while (this.waiting) {
      const kept = await this.sign(this.waiting);
      if (this.stopped && !kept) return;
      await this.pause(kept ? restMs : retryMs);
    }
  }

  private async sign(state: LogState): Promise<boolean> {
    try {
      const extensions = [`signed ${this.now().toISOString()}`];
      const note = signCheckpoint({ origin: this.signer.name, size: state.size, root: state.root, extensions }, this.signer);
      await this.witness.append({ size: state.size, note });
      await this.log.keepCheckpoint(state.size, note);
      this.signed = state.size;
      if (this.waiting === state) this.waiting = undefined;
      return true;
    } catch (error) {
      diagnostics.record(checkpointFailed, { error });
      return false;
    }
  }

  private async pause(forMs: number): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((over) => {
      this.rest = { timer: setTimeout(over, forMs), over };
    });
  }

  private endRest(): void {
    clearTimeout(this.rest?.timer);
    this.rest?.over();
  }
}
