import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import type { ContactQuery } from '@voxkeep/operative';
import { unprocessable, type SignedIn } from '@voxkeep/platform';
import { z } from 'zod';
import { Names } from '../access/names.js';
import { Visibility } from '../access/visibility.js';
import { PointLookup } from '../directory/point-lookup.js';
import { ContactShelves } from './contact-shelves.js';
import { MaskedNumbers } from './masked-numbers.js';
import { rowView } from './contact-view.js';
import type { StoredRow } from './stored-contact.js';

export type Search = z.output<typeof http.contactSearch>;

/** Lists contacts: scope in SQL, numbers masked, names once per page. */
@Injectable()
export class ContactList {
  constructor(
    @Inject(Visibility) private readonly visibility: Visibility,
    @Inject(PointLookup) private readonly lookup: PointLookup,
    @Inject(ContactShelves) private readonly shelves: ContactShelves,
    @Inject(MaskedNumbers) private readonly numbers: MaskedNumbers,
    @Inject(Names) private readonly names: Names,
  ) {}

  /** One page, newest first. A number that nobody has, cannot be read, or is another's gives an empty page by the same steps. */
  async page(search: Search, by: SignedIn): Promise<z.input<typeof http.contactPage>> {
    const scope = await this.visibility.scopeOf(by.userId);
    const points =
      search.phone === undefined
        ? undefined
        : await this.lookup.find({ phone: search.phone }, by, { code: 'serve-customer' }, 'contact.search');
    const { items, next } = await this.shelves.search({
      ...criteria(search),
      scope,
      ...(points && { customerPointIds: points }),
    });
    const [numbers, queues, logins] = await Promise.all([
      this.numbers.of(items, by, 'contact.list'),
      this.names.ofQueues(),
      this.names.ofUsers(items.flatMap(({ agentUserIds }) => agentUserIds)),
    ]);
    return {
      items: items.map((row) => rowView(row, { numbers, queues, logins })),
      ...(next !== undefined && { next }),
      mark: markOf(items, next),
    };
  }

  /** What tells whether a page has changed. No number is opened and nobody's contact is shown, so nothing is put on record. */
  async mark(search: Omit<Search, 'phone'>, by: SignedIn): Promise<z.input<typeof http.contactsMark>> {
    const scope = await this.visibility.scopeOf(by.userId);
    const { items, next } = await this.shelves.search({ ...criteria(search), scope });
    return { mark: markOf(items, next) };
  }
}

/** Another one once a page would show something else. */
function markOf(items: readonly StoredRow[], next: string | undefined): string {
  const shown = items.map(({ id, closedAt, waitsSince, erasedAt, outcomes, recordings, agentUserIds, queueId }) =>
    JSON.stringify([id, closedAt, waitsSince, erasedAt, outcomes, recordings, agentUserIds, queueId]),
  );
  return createHash('sha256')
    .update([...shown, next].join())
    .digest('base64url');
}

function criteria({ queueId, outcome, from, to, cursor, limit }: Omit<Search, 'phone'>): Omit<ContactQuery, 'scope'> {
  if (cursor !== undefined && !z.uuid().safeParse(cursor).success)
    throw unprocessable([{ path: 'cursor', problem: 'invalid_format' }]);
  return {
    limit,
    ...(cursor !== undefined && { cursor }),
    ...(queueId !== undefined && { queueId }),
    ...(outcome !== undefined && { outcome }),
    ...(from !== undefined && { from: new Date(from) }),
    ...(to !== undefined && { to: new Date(to) }),
  };
}
