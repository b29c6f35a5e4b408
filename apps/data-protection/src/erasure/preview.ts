import { Inject, Injectable } from '@nestjs/common';
import { Holds, type CaseView } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import type { Scoped } from './scopes.js';
import { thirdPartyItems } from './third-parties.js';

/** Whom to ask about a hold, by its number. */
@Injectable()
export class HoldContacts {
  constructor(@Inject(Holds) private readonly holds: Holds) {}

  async byNumber(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.holds.list()).map(({ number, contactRole }) => [number, contactRole]));
  }
}

/** A plan as the page shows it. `planHash` is the frozen one once the case was executed: what is left is shown under that hash. */
export function previewOf(
  found: CaseView,
  { scope, everything, rules }: Scoped,
  contacts: ReadonlyMap<string, string>,
  planHash: string,
): http.ErasurePreview {
  const { lines, catalogueHash, policyHash, storedIds, owners, liveContactIds, retained } = scope;
  return {
    ...{ caseId: found.id, planHash, catalogueHash, policyHash },
    lines: [...lines],
    retained: retained.map((one) => ({
      ...one,
      until: one.until?.toISOString() ?? null,
      contactRole: one.reason === 'hold' ? (contacts.get(one.reference) ?? null) : null,
    })),
    reviews: thirdPartyItems(everything, rules.reviews),
    recordingFiles: storedIds.length,
    keysToDestroy: owners.length,
    liveCalls: liveContactIds.length,
  };
}
