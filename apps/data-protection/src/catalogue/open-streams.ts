import type { SubjectKeys } from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';
import type { OpenStream, OpenStreams } from '../report/ports.js';

const streamsOver = `
  select distinct g.opened_at as "openedAt", g.delete_at as "expiresAt", g.purpose
    from diagnostics.communication_grant g
    left join diagnostics.stream_contact s on s.grant_id = g.id
   where g.state in ('open', 'ended') and g.opened_at is not null and g.shredded_at is null
     and (s.contact_id = any($1::uuid[]) or g.scope_id = any($2::uuid[]))
   order by g.opened_at`;

/** The logs of communication events that tell of a person's contacts and are not destroyed so far (04 f 8). */
export class StreamsOverPerson implements OpenStreams {
  constructor(private readonly configuration: Database) {}

  async over({ contact = [], 'contact-point': points = [] }: SubjectKeys): Promise<readonly OpenStream[]> {
    const rows = await this.configuration.rows<{ openedAt: Date; expiresAt: Date; purpose: string }>(streamsOver, [
      contact,
      [...contact, ...points],
    ]);
    return rows.map(({ openedAt, expiresAt, purpose }) => ({
      openedAt: openedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      purpose,
    }));
  }
}
