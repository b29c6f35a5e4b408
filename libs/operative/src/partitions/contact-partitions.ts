import type { Database } from '@voxkeep/platform';

/** The monthly partitions of contacts and their children, in UTC months. */
export class ContactPartitions {
  constructor(private readonly operative: Database) {}

  /** Makes what is missing of `months` months from the month of `from` on; answers how many tables were made. */
  async ensure(from: Date, months = 3): Promise<number> {
    const [made] = await this.operative.rows<{ made: number }>('select ensure_contact_partitions($1::date, $2) as made', [
      from.toISOString().slice(0, 10),
      months,
    ]);
    return made?.made ?? 0;
  }
}
