import { Inject, Injectable } from '@nestjs/common';
import { settings } from '@voxkeep/platform';
import { SevenDatabases } from '../seven-databases.js';

/** A contact as whoever asks remembers it: day and hour by the site's clock. */
export interface RememberedEvent {
  /** ISO date. */
  readonly day: string;
  readonly hour: number;
}

/** Contacts of the last days prove nothing: whoever wants to pass for somebody could have made them for that. */
const coolOffDays = 7;
const tables = [
  ['operative', 'contact'],
  ['history', 'closed_contact'],
] as const;

/** Checks what somebody knows of contacts against what is held, an hour more or less. */
@Injectable()
export class KnownEvents {
  constructor(@Inject(SevenDatabases) private readonly databases: SevenDatabases) {}

  /** Whether each event is a contact of its own at one of these points, more than a week before `askedAt`. */
  async areKnown(pointIds: readonly string[], events: readonly RememberedEvent[], askedAt: Date): Promise<boolean> {
    if (pointIds.length === 0) return false;
    const known = await Promise.all(events.map((event) => this.#contactsAt(pointIds, event, askedAt)));
    return eachOfItsOwn(known);
  }

  async #contactsAt(pointIds: readonly string[], { day, hour }: RememberedEvent, askedAt: Date): Promise<readonly string[]> {
    const before = new Date(askedAt.getTime() - coolOffDays * 24 * 3600_000);
    const found = await Promise.all(
      tables.map(([database, table]) =>
        this.databases.of(database).rows<{ id: string }>(
          `select id from ${table} where customer_point_id = any($1::uuid[]) and opened_at < $5
             and opened_at >= ($2::date + make_interval(hours => $3::int - 1)) at time zone $4
             and opened_at < ($2::date + make_interval(hours => $3::int + 2)) at time zone $4`,
          [pointIds, day, hour, settings().site.timeZone, before],
        ),
      ),
    );
    return found.flat().map(({ id }) => id);
  }
}

/** Whether every list can give one id that no other list gives. */
function eachOfItsOwn(lists: readonly (readonly string[])[], taken: ReadonlySet<string> = new Set()): boolean {
  const [first, ...rest] = lists;
  if (first === undefined) return true;
  return first.some((id) => !taken.has(id) && eachOfItsOwn(rest, new Set([...taken, id])));
}
