import type { PreMinted } from '@voxkeep/keyring';
import type { Clock } from '../../media/clock.js';
import type { SessionRoom } from '../session-room.js';

const lookEveryMs = 1000;

/** Whether another call can be taken; asked for every INVITE and OPTIONS, so it only reads what was looked up before. */
export class Capacity {
  #hasRoom = false;
  #stopping = false;
  #stopLooking: () => void = () => undefined;

  constructor(
    private readonly room: Pick<SessionRoom, 'stores' | 'ports'>,
    private readonly owners: Pick<PreMinted, 'depth'>,
    private readonly clock: Clock,
  ) {}

  /** Looks at the vault now and every second until `close`. */
  async open(): Promise<void> {
    await this.look();
    this.#stopLooking = this.clock.every(lookEveryMs, () => void this.look());
  }

  /** No further call is taken. */
  stop(): void {
    this.#stopping = true;
    this.#stopLooking();
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** Whether the vault is above its watermark and the journal reaches its disk. */
  get canStore(): boolean {
    return this.#hasRoom && this.room.stores.journal.trouble === undefined;
  }

  /** False: answer 503. */
  get left(): boolean {
    return !this.#stopping && this.canStore && this.room.ports.free > 0 && this.owners.depth > 0;
  }

  private async look(): Promise<void> {
    this.#hasRoom = await this.room.stores.vault.hasRoom().catch(() => false);
  }
}
