import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ConsentLedger, type LedgerQuery, type LedgerRow } from '@voxkeep/operative';
import { Database, databaseToken, unprocessable, type SignedIn } from '@voxkeep/platform';
import { z } from 'zod';
import { Stores } from '../access/stores.js';
import { PointLookup } from '../directory/point-lookup.js';
import { ConsentSubjects } from './consent-subjects.js';
import { consentRow } from './consent-view.js';

export type Filters = Omit<z.output<typeof http.consentSearch>, 'cursor' | 'limit'>;

/** Contacts in history of one caller that are looked at for consents, newest first. */
const mostContacts = 20_000;

/** Reads the ledger page by page; every page that shows whose consent it is stands in the audit trail. */
@Injectable()
export class LedgerSearch {
  constructor(
    @Inject(ConsentLedger) private readonly ledger: ConsentLedger,
    @Inject(PointLookup) private readonly lookup: PointLookup,
    @Inject(databaseToken('history')) private readonly history: Database,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(ConsentSubjects) private readonly subjects: ConsentSubjects,
  ) {}

  /** One page, newest first. A number that nobody has gives an empty page by the same steps. */
  async page(
    { cursor, limit, ...filters }: z.output<typeof http.consentSearch>,
    by: SignedIn,
  ): Promise<z.infer<typeof http.consentPage>> {
    if (cursor !== undefined && !z.uuid().safeParse(cursor).success)
      throw unprocessable([{ path: 'cursor', problem: 'invalid_format' }]);
    const query = await this.queryOf(filters, by);
    const rows = await this.ledger.search({ ...query, ...(cursor !== undefined && { after: cursor }), limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items: await this.shown(shown, filters, by), ...(last && { next: last.id }) };
  }

  /** What to look for, with the number or address looked up. */
  async queryOf(filters: Filters, by: SignedIn): Promise<Omit<LedgerQuery, 'limit' | 'after'>> {
    const points = await this.pointsOf(filters, by);
    const { from, to, archived } = filters;
    return {
      archived,
      ...plainFilters(filters),
      ...(points && { about: { contactPointIds: points, contactIds: await this.closedContactsOf(points) } }),
      ...(from !== undefined && { from: new Date(from) }),
      ...(to !== undefined && { to: new Date(to) }),
    };
  }

  /** Undefined where nobody in particular is looked for. */
  private async pointsOf(
    { phone, email, statedPurpose: { code } }: Filters,
    by: SignedIn,
  ): Promise<readonly string[] | undefined> {
    if (phone === undefined && email === undefined) return undefined;
    const searched = { ...(phone !== undefined && { phone }), ...(email !== undefined && { email }) };
    return this.lookup.find(searched, by, { code }, 'consent.search-person');
  }

  private async shown(
    rows: readonly LedgerRow[],
    { statedPurpose: { code } }: Filters,
    by: SignedIn,
  ): Promise<z.infer<typeof http.consentRow>[]> {
    const audited = await this.stores.record(
      'operative',
      by,
      { code },
      { action: 'consent.list', columns: ['state', 'contact_point_id'], count: rows.length },
    );
    const values = await this.subjects.valuesOf(rows, audited);
    return rows.map((row) => consentRow(row, values));
  }

  private async closedContactsOf(points: readonly string[]): Promise<readonly string[]> {
    const rows = await this.history.rows<{ id: string }>(
      'select id from closed_contact where customer_point_id = any($1::uuid[]) order by id desc limit $2',
      [points, mostContacts],
    );
    return rows.map(({ id }) => id);
  }
}

/** Filters that go into the search as they are. */
function plainFilters({
  purpose,
  channel,
  state,
  wordingVersion,
}: Filters): Pick<LedgerQuery, 'purpose' | 'channel' | 'state' | 'wordingVersion'> {
  return {
    ...(purpose !== undefined && { purpose }),
    ...(channel !== undefined && { channel }),
    ...(state !== undefined && { state }),
    ...(wordingVersion !== undefined && { wordingVersion }),
  };
}
