import { Inject, Injectable } from '@nestjs/common';
import { Accounts, Orphans, Rehearsals, RetentionRules, SiteSettings } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';

/** The setting by which a directory entry goes as soon as its user is removed (R39). */
export const followsUser = 'directory.follows-user';

/** Everything the page of retention shows, as it stands now. */
@Injectable()
export class RetentionViews {
  constructor(
    @Inject(RetentionRules) private readonly rules: RetentionRules,
    @Inject(Rehearsals) private readonly rehearsals: Rehearsals,
    @Inject(Orphans) private readonly orphans: Orphans,
    @Inject(SiteSettings) private readonly settings: SiteSettings,
    @Inject(Accounts) private readonly accounts: Accounts,
  ) {}

  async now(): Promise<http.RetentionView> {
    const [rules, approval, rehearsal, brake, follows, orphans] = await Promise.all([
      this.rules.list(),
      this.rehearsals.inForce(),
      this.rehearsals.latest(),
      this.rehearsals.brake(),
      this.settings.find(followsUser),
      this.orphans.summary(),
    ]);
    const logins = await this.loginsOf([approval?.approvedBy, rehearsal?.askedBy]);
    const named = (id: string) => logins.get(id) ?? id;
    return {
      rules,
      inForce: [...(approval?.rules ?? [])],
      approvedBy: approval ? named(approval.approvedBy) : null,
      approvedAt: approval?.approvedAt.toISOString() ?? null,
      rehearsal: rehearsal ? { ...rehearsal, askedBy: named(rehearsal.askedBy) } : null,
      brake: brake ?? null,
      directoryFollowsUser: follows === true,
      orphans: [...orphans],
    };
  }

  /** Logins by user id; a program is called by its name. */
  private async loginsOf(actors: readonly (string | undefined)[]): Promise<ReadonlyMap<string, string>> {
    const ids = actors.flatMap((actor) => (actor === undefined || actor.startsWith('system:') ? [] : actor));
    if (ids.length === 0) return new Map();
    const accounts = await this.accounts.list(ids);
    return new Map(accounts.map(({ id, login }) => [id, login]));
  }
}
