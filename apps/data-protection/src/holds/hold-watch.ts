import { Inject, Injectable } from '@nestjs/common';
import { Holds } from '@voxkeep/configuration';
import { HoldKeys } from './hold-keys.js';

const by = 'system:data-protection';

/** What holds need from time to time: records that came since are covered too, and an interrupted release is finished. */
@Injectable()
export class HoldWatch {
  constructor(
    @Inject(Holds) private readonly holds: Holds,
    @Inject(HoldKeys) private readonly keys: HoldKeys,
  ) {}

  /** Looks every hold in force up anew. Throws what the databases and the keyring throw; doing it again is harmless. */
  async refresh(): Promise<void> {
    for (const id of await this.holds.unsettled()) await this.keys.giveBack(id, by);
    for (const hold of await this.holds.list()) {
      if (hold.state === 'proposed') await this.keys.resolve(hold);
      if (hold.state === 'active' || hold.state === 'release-proposed') await this.keys.restrict(hold, by);
    }
  }
}
