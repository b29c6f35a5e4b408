import { Inject, Injectable } from '@nestjs/common';
import { CategorySwitches, Collecting } from '@voxkeep/configuration';
import { DirectoryEntries } from '@voxkeep/directory';
import { newId } from '@voxkeep/platform';

/** The directory's lines about staff: each follows its user, where the site and the user's switch let it be (R24, R25). */
@Injectable()
export class StaffEntries {
  constructor(
    @Inject(CategorySwitches) private readonly switches: CategorySwitches,
    @Inject(DirectoryEntries) private readonly entries: DirectoryEntries,
  ) {}

  /** Writes the user's line, or takes it out where directory information is not collected. Answers whether there is one now. */
  async follow({ id, personId }: { readonly id: string; readonly personId: string }, by: string): Promise<boolean> {
    const collecting = new Collecting(await this.switches.list());
    if (!collecting.collects('directory-information', { userId: id })) {
      const held = await this.entries.list({ personIds: [personId], hidden: true, limit: 10 });
      for (const entry of held.items) if (entry.source === 'user') await this.entries.remove(entry.id, by);
      return false;
    }
    const line = { id: newId(), source: 'user', personId, userId: id, queueId: null, groupId: null } as const;
    await this.entries.put({ ...line, title: null, visible: true }, by);
    return true;
  }
}
