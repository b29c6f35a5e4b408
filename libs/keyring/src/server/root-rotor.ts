import { diagnostics, type AuditEntry } from '@voxkeep/platform';
import { keyringRotated, keyringRotationFailed } from './events.js';
import type { RootRotation, RotationBegun } from './root-rotation.js';

/** Runs root rotations in the background of the serving process, one at a time. */
export class RootRotor {
  private running: Promise<void> | undefined;

  constructor(private readonly rotation: RootRotation) {}

  /** Begins a rotation and answers as soon as mints are under the new root key. */
  async begin(entry: AuditEntry): Promise<RotationBegun> {
    const outcome = await this.rotation.begin(entry);
    if (outcome !== 'begun') return outcome;
    // A run that found nothing to do may still be ending.
    await this.running;
    this.resume(entry.actor);
    return outcome;
  }

  /** Takes up what was cut off; does nothing when nothing was. */
  resume(actor: string): void {
    this.running ??= this.run(actor).finally(() => {
      this.running = undefined;
    });
  }

  /** Ends after the transaction under way; the next start goes on from there. */
  async stop(): Promise<void> {
    this.rotation.stop();
    await this.running;
  }

  private async run(actor: string): Promise<void> {
    const since = performance.now();
    try {
      const keys = await this.rotation.run({ action: 'key.root-rotated', actor });
      if (keys > 0) diagnostics.record(keyringRotated, { keys, afterMs: performance.now() - since });
    } catch (error) {
      diagnostics.record(keyringRotationFailed, { error });
    }
  }
}
