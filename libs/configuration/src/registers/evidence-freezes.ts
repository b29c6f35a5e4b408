import { newId, type Database, type Transaction } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';

export type FreezeState = 'taking' | 'frozen' | 'release-proposed' | 'released';
export interface FreezeView {
  readonly id: string;
  readonly number: string;
  readonly incidentId: string | null;
  readonly state: FreezeState;
  readonly fromAt: Date;
  readonly toAt: Date;
  /** A user id or a program. */
  readonly frozenBy: Actor;
  readonly frozenAt: Date;
  readonly manifestSha256: string | null;
  readonly files: number | null;
  readonly octets: number | null;
  readonly releaseBy: string | null;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
}
export type FreezeOutcome = FreezeState | 'not-there' | 'wrong-state' | 'same-person';
export interface TakenEvidence {
  readonly manifestSha256: string;
  readonly files: number;
  readonly octets: number;
}

const freezeSql = `
  select id, number, incident_id as "incidentId", state, from_at as "fromAt", to_at as "toAt", frozen_by as "frozenBy",
         frozen_at as "frozenAt", manifest_sha256 as "manifestSha256", files, octets::float8 as octets, release_by as "releaseBy",
         released_by as "releasedBy", released_at as "releasedAt"
  from protection.evidence_freeze`;

/**
 * Evidence frozen for an incident. From its beginning until two people release it, no run of retention removes anything: a freeze
 * that could not be written whole keeps that stop too.
 */
export class EvidenceFreezes {
  constructor(private readonly database: Database) {}

  list(): Promise<readonly FreezeView[]> {
    return this.database.rows<FreezeView>(`${freezeSql} order by frozen_at desc limit 200`);
  }

  async find(id: string): Promise<FreezeView | undefined> {
    const [found] = await this.database.rows<FreezeView>(`${freezeSql} where id = $1`, [id]);
    return found;
  }

  /** Whether runs of retention stand still. */
  async isStanding(): Promise<boolean> {
    const [found] = await this.database.rows<{ standing: boolean }>(
      `select exists (select from protection.evidence_freeze where state <> 'released') as standing`,
    );
    return found?.standing ?? true;
  }

  /** Stops retention before anything is read, so that what is read is still there afterwards. */
  begin(incidentId: string | null, from: Date, to: Date, by: Actor): Promise<FreezeView> {
    return this.database.transaction(async (t) => {
      const id = newId();
      await t.rows(
        `insert into protection.evidence_freeze (id, number, incident_id, state, from_at, to_at, frozen_by)
         values ($1, 'FRZ-' || to_char(now(), 'YYYY') || '-' || lpad(nextval('protection.freeze_number')::text, 5, '0'), $2, 'taking', $3, $4, $5)`,
        [id, incidentId, from, to, by],
      );
      await audit(t, 'freeze', id, by);
      const [begun] = await t.rows<FreezeView>(`${freezeSql} where id = $1`, [id]);
      if (!begun) throw new TypeError('freeze');
      return begun;
    });
  }

  /** The evidence lies on the disk, whole. */
  taken(id: string, { manifestSha256, files, octets }: TakenEvidence, by: Actor): Promise<FreezeOutcome> {
    return this.#locked(id, async (t, { state }) => {
      if (state !== 'taking') return 'wrong-state';
      await t.rows(
        `update protection.evidence_freeze set state = 'frozen', manifest_sha256 = $2, files = $3, octets = $4 where id = $1`,
        [id, manifestSha256, files, octets],
      );
      await audit(t, 'frozen', id, by);
      return 'frozen';
    });
  }

  /** Asks to let retention go on; the evidence stays where it is. */
  proposeRelease(id: string, by: string): Promise<FreezeOutcome> {
    return this.#locked(id, async (t, { state }) => {
      if (state !== 'frozen' && state !== 'taking') return 'wrong-state';
      await t.rows(
        `update protection.evidence_freeze set state = 'release-proposed', release_by = $2, release_at = now() where id = $1`,
        [id, by],
      );
      await audit(t, 'propose-release', id, by);
      return 'release-proposed';
    });
  }

  /** Lets retention go on, by another person than the one who asked. */
  release(id: string, by: string): Promise<FreezeOutcome> {
    return this.#locked(id, async (t, { state, releaseBy }) => {
      if (state !== 'release-proposed') return 'wrong-state';
      if (releaseBy === by) return 'same-person';
      await t.rows(
        `update protection.evidence_freeze set state = 'released', released_by = $2, released_at = now() where id = $1`,
        [id, by],
      );
      await audit(t, 'release', id, by);
      return 'released';
    });
  }

  #locked(id: string, work: (t: Transaction, found: FreezeView) => Promise<FreezeOutcome>): Promise<FreezeOutcome> {
    return this.database.transaction(async (t) => {
      const [found] = await t.rows<FreezeView>(`${freezeSql} where id = $1 for update`, [id]);
      return found ? work(t, found) : 'not-there';
    });
  }
}

function audit(t: Transaction, what: 'freeze' | 'frozen' | 'propose-release' | 'release', id: string, by: Actor): Promise<void> {
  return t.audit({ action: `evidence.${what}`, actor: by, object: { kind: 'evidence-freeze', id } });
}
