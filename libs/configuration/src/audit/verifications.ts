import type { Database } from '@voxkeep/platform';

/** What one verification of the whole log found. */
export interface VerificationResult {
  readonly events: number;
  /** Size of the largest signed state that the log was found to agree with. */
  readonly verifiedTo: number;
  readonly witnessed: number;
  /** Whether the first authentication key was at hand. */
  readonly authenticated: boolean;
  readonly tookMs: number;
  /** How many damages of each kind. */
  readonly damages: Readonly<Record<string, number>>;
}
export interface StoredVerification extends VerificationResult {
  readonly at: Date;
}

/** Results of the log's verification of itself, for the viewer. */
export class Verifications {
  constructor(private readonly database: Database) {}

  /** Keeps a result. */
  async keep({ events, verifiedTo, witnessed, authenticated, tookMs, damages }: VerificationResult): Promise<void> {
    await this.database.rows(
      `insert into audit.verification (events, verified_to, witnessed, authenticated, took_ms, damages) values ($1, $2, $3, $4, $5, $6)`,
      [events, verifiedTo, witnessed, authenticated, Math.round(tookMs), JSON.stringify(damages)],
    );
  }

  /** The last result, or undefined before the first. */
  async latest(): Promise<StoredVerification | undefined> {
    const [row] = await this.database.rows<
      Omit<StoredVerification, 'events' | 'verifiedTo' | 'witnessed'> & Record<'events' | 'verifiedTo' | 'witnessed', string>
    >(
      `select at, events, verified_to as "verifiedTo", witnessed, authenticated, took_ms as "tookMs", damages
       from audit.verification order by at desc, id desc limit 1`,
    );
    return row && { ...row, events: Number(row.events), verifiedTo: Number(row.verifiedTo), witnessed: Number(row.witnessed) };
  }
}
