import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SiteSettings } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Proposals, foldName, type StoredProposal } from '@voxkeep/directory';
import { newId } from '@voxkeep/platform';
import { PersonDescriptions } from '../find/person-descriptions.js';
import { CaseAccess } from '../subject/case-access.js';
import { repeat } from '../recurring.js';

/** Proposals that a page shows; the number of all stands beside it, and decided ones make room. */
const mostShown = 50;
/** More persons than that at one contact point, and the point is proposed as shared. Setting `identity.shared-above`. */
const sharedAbove = 3;
const everyMs = 60 * 60_000;

/** What may be the same, side by side with the reason. Looked for every hour and when asked. */
@Injectable()
export class ProposalDesk implements OnApplicationBootstrap, OnApplicationShutdown {
  #end: () => void = () => undefined;

  constructor(
    @Inject(Proposals) private readonly proposals: Proposals,
    @Inject(PersonDescriptions) private readonly descriptions: PersonDescriptions,
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(SiteSettings) private readonly settings: SiteSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.#end = repeat('gather-proposals', everyMs, () => this.gather('system:data-protection'));
  }

  onApplicationShutdown(): void {
    this.#end();
  }

  /** Looks for new proposals; answers how many there are. */
  async gather(by: string): Promise<number> {
    const set = await this.settings.find('identity.shared-above');
    return this.proposals.gather(typeof set === 'number' && set >= 2 ? set : sharedAbove, by);
  }

  /** Undecided proposals with the names and contact points they are about, opened on record in one event. */
  async list(by: string): Promise<{ items: http.ProposalRow[]; open: number }> {
    const [shown, open] = await Promise.all([this.proposals.open(mostShown), this.proposals.countOpen()]);
    if (shown.length === 0) return { items: [], open };
    const stated = {
      action: 'identity.compare',
      by,
      purpose: 'data-subject-request',
      under: { kind: 'search', id: newId() },
    } as const;
    const audited = await this.access.record('directory', stated, shown.length, ['person.full_name', 'contact_point.value']);
    const personIds = distinct(shown.flatMap(({ personId, otherId }) => [personId, otherId]));
    const pointIds = distinct(shown.map(({ shownPointId }) => shownPointId));
    const [names, points, counts] = await Promise.all([
      this.descriptions.names(personIds, audited),
      this.descriptions.points(pointIds, [], audited),
      this.descriptions.pointCounts(personIds),
    ]);
    const side = (personId: string | null) =>
      personId === null ? null : { personId, fullName: names.get(personId) ?? null, points: counts.get(personId) ?? 0 };
    const items = shown.map((proposal) => {
      const [left, right] = [side(proposal.personId), side(proposal.otherId)];
      const point = points.find(({ id }) => id === proposal.shownPointId);
      return {
        ...{ id: proposal.id, kind: proposal.kind, left, right, createdAt: proposal.createdAt.toISOString() },
        ...weigh(proposal, left?.fullName ?? null, right?.fullName ?? null),
        contactPoint: point ? { id: point.id, kind: point.kind, value: point.value || null, persons: point.sharedWith } : null,
      };
    });
    return { items, open };
  }
}

/** The reasons and the confidence once the names are seen: equal names make a shared contact point weigh more. */
function weigh(
  { reasons, confidence }: StoredProposal,
  left: string | null,
  right: string | null,
): Pick<http.ProposalRow, 'reasons' | 'confidence'> {
  const sameName = left !== null && right !== null && foldName(left) === foldName(right);
  if (!sameName || reasons.includes('same-name')) return { reasons: [...reasons], confidence };
  return { reasons: [...reasons, 'same-name'], confidence: Math.min(99, confidence + 30) };
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
