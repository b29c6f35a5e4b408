import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { Seals } from '@voxkeep/keyring';
import { BlockedNumbers, CallLists, outboundSealed, sortRows, type ImportRow } from '@voxkeep/outbound';
import { conflict, newId, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import type { CallListFile } from './call-list-file.js';
import { ListedPeople, type ListedLine } from './listed-people.js';
import { ListedPoints, type ListedPointsOf } from './listed-points.js';

type Answer = z.infer<typeof http.importAnswer>;
type Prepared = ListedLine & { readonly row: ImportRow };

/** Brings a file into a new call list: numbers, then persons of the lines that count, then the list in one transaction. */
@Injectable()
export class ListImport {
  constructor(
    @Inject(ListedPoints) private readonly points: ListedPoints,
    @Inject(ListedPeople) private readonly people: ListedPeople,
    @Inject(CallLists) private readonly lists: CallLists,
    @Inject(BlockedNumbers) private readonly blocked: BlockedNumbers,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Throws 409 `call-list.name-taken`; 429 when the keyring limits look-ups for too long (nothing is on the list then). */
  async run(campaignId: string, name: string, file: CallListFile, by: SignedIn): Promise<Answer> {
    const listed = await this.points.of(file, by);
    const prepared = preparedFrom(listed);
    const rows = await this.complete(prepared, by);
    const list = await this.lists.create(campaignId, name, by.userId);
    if (list === 'name-taken') throw conflict('call-list.name-taken');
    const { accepted, duplicates, blocked, rejected } = await this.lists.import(list.id, rows, listed.rejected, by.userId);
    return { callListId: list.id, accepted, duplicates, blocked, rejected: rejected.map((fault) => ({ ...fault })) };
  }

  /** Only lines that will be accepted get a person and a sealed id; duplicates and blocked numbers leave nothing behind. */
  private async complete(prepared: readonly Prepared[], by: SignedIn): Promise<readonly ImportRow[]> {
    const rows = prepared.map(({ row }) => row);
    const blocked = await this.blocked.among(rows.flatMap(({ contactPointIds }) => contactPointIds));
    const accepted = new Set(sortRows(rows, new Set(), blocked).accepted.map(({ customerId }) => customerId));
    const kept = prepared.filter(({ row }) => accepted.has(row.customerId));
    const persons = await this.people.of(kept, by.userId);
    const sealed = await this.seals.sealMany<'externalId'>(
      outboundSealed.customer,
      kept.map(({ row, line }) => ({
        row: { id: row.customerId, ownerPointId: row.contactPointIds[0] },
        values: { externalId: line.externalId === '' ? undefined : line.externalId },
      })),
    );
    const completed = new Map(
      kept.map(({ row }, at): [string, ImportRow] => [
        row.customerId,
        { ...row, personId: persons[at] ?? null, externalId: sealed[at]?.externalId ?? null },
      ]),
    );
    return rows.map((row) => completed.get(row.customerId) ?? row);
  }
}

function preparedFrom({ lines, idOf }: ListedPointsOf): readonly Prepared[] {
  return lines.map((line) => {
    const contactPointIds = [...new Set(line.phones.map(({ term }) => idOf(term)))];
    const { timeZone, priority } = line;
    return {
      line,
      pointIds: line.email ? [...contactPointIds, idOf(line.email.term)] : contactPointIds,
      row: { customerId: newId(), personId: null, contactPointIds, externalId: null, priority, timeZone },
    };
  });
}
