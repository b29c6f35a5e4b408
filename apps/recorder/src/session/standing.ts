import type { RecorderTrouble } from '@voxkeep/contracts';
import type { RecorderStandings } from '@voxkeep/operative';
import { diagnostics, diskTrouble, type VaultTrouble } from '@voxkeep/platform';
import type { Journal } from '../media/journal.js';
import type { Capacity } from './admission/capacity.js';
import { recorderStood, standingUntold } from './events.js';

type Disks = Pick<Capacity, 'vaultWorks' | 'journalWorks'>;
type Told = Pick<Journal, 'trouble' | 'lacks'>;

/** What keeps the vault from taking recordings; `undefined`: nothing does. */
export function vaultTrouble(
  { vaultWorks }: Disks,
  vault: { readonly trouble: VaultTrouble | undefined },
): RecorderTrouble | undefined {
  return vaultWorks ? undefined : (vault.trouble ?? 'vault.failing');
}

/** What keeps the journal from taking recordings; `undefined`: nothing does. A disk that had room and owes an answer fails. */
export function journalTrouble({ journalWorks }: Disks, { trouble, lacks }: Told): RecorderTrouble | undefined {
  if (journalWorks) return undefined;
  if (trouble !== undefined) return `journal.${diskTrouble(trouble)}`;
  return lacks.length > 0 && lacks.every((bytes) => bytes > 0) ? 'journal.no-room' : 'journal.failing';
}

/** Tells, when it changes, whether this recorder takes calls. It hangs on no call: without its vault there is none to tell it of. */
export class Standing {
  #told: RecorderTrouble | null | undefined;
  #seen: { readonly trouble: RecorderTrouble | null; readonly atMs: number } | undefined;
  #telling: Promise<void> | undefined;

  constructor(
    private readonly recorderId: string,
    private readonly standings: Pick<RecorderStandings, 'tell'>,
    private readonly wallMs: () => number,
  ) {}

  /** To be called once a second with what keeps the recorder from taking calls. What cannot be told is told the next time. */
  look(trouble: RecorderTrouble | null): void {
    if (this.#seen?.trouble !== trouble) this.#seen = { trouble, atMs: this.wallMs() };
    if (trouble === this.#told) return;
    this.#telling ??= this.#tell(this.#seen).finally(() => {
      this.#telling = undefined;
    });
  }

  /** Resolves when what is being told is told. */
  async settled(): Promise<void> {
    await this.#telling;
  }

  async #tell({ trouble, atMs }: { readonly trouble: RecorderTrouble | null; readonly atMs: number }): Promise<void> {
    try {
      await this.standings.tell(this.recorderId, trouble, new Date(atMs));
      this.#told = trouble;
      diagnostics.record(recorderStood, { trouble: trouble ?? undefined });
    } catch (error) {
      diagnostics.record(standingUntold, { error });
    }
  }
}
