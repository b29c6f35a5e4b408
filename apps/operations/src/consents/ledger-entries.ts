import { Inject, Injectable } from '@nestjs/common';
import type { ConsentEvidenceKind, http } from '@voxkeep/contracts';
import { ConsentLedger, Consents, type LedgerRow, type NewConsent } from '@voxkeep/operative';
import { conflict, newId, notFound, settings, unprocessable, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { KnownPoints } from '../directory/known-points.js';
import { emailPoint, phonePoint, type PointValue } from '../directory/terms.js';
import { ConsentSubjects } from './consent-subjects.js';
import { lastWordOf } from './consent-view.js';
import { LiveCalls } from './live-calls.js';

type Entry = z.output<typeof http.consentEntryBody>;
type Answer = z.infer<typeof http.consentEffect>;

/** A row for all contacts of a person. */
export type StandingWord = Pick<
  NewConsent,
  'personId' | 'contactPointId' | 'purpose' | 'channel' | 'state' | 'wordingVersion' | 'evidenceKind' | 'at' | 'validUntil'
>;

/** A row from what it says, under a new id. */
export function standingRow(word: StandingWord): NewConsent {
  return { ...word, id: newId(), contactId: null, customerOwner: null, evidenceDetail: null };
}

/** Writes what is given, refused and withdrawn at the desk. Rows are added, never changed; a running call follows at once. */
@Injectable()
export class LedgerEntries {
  constructor(
    @Inject(ConsentLedger) private readonly ledger: ConsentLedger,
    @Inject(Consents) private readonly consents: Consents,
    @Inject(KnownPoints) private readonly points: KnownPoints,
    @Inject(ConsentSubjects) private readonly subjects: ConsentSubjects,
    @Inject(LiveCalls) private readonly calls: LiveCalls,
  ) {}

  /** A consent or refusal for all calls of a number or address. Throws 422 for what is none, and for times that cannot be. */
  async add(body: Entry, by: SignedIn): Promise<Answer> {
    const now = new Date();
    const at = body.at === undefined ? now : new Date(body.at);
    const validUntil = body.validUntil === null ? null : new Date(body.validUntil);
    if (at > now) throw unprocessable([{ path: 'at', problem: 'out-of-range' }]);
    if (validUntil !== null && validUntil <= at) throw unprocessable([{ path: 'validUntil', problem: 'out-of-range' }]);
    const point = pointOf(body);
    const contactPointId = (await this.points.ensure([point], by)).get(point.term) ?? null;
    const personId = contactPointId === null ? null : await this.subjects.personOf(contactPointId);
    const { purpose, channel, state, wordingVersion, evidence: evidenceKind } = body;
    const said = { personId, contactPointId, purpose, channel, state, wordingVersion, evidenceKind, at, validUntil };
    const row = standingRow(said);
    await this.consents.record(row, by.userId);
    return { id: row.id, ...(await this.calls.standing(await this.subjects.pointsOf(row), row.id, by)) };
  }

  /** Takes a consent back; as easy as giving it. Throws 404, and 409 `consent.not-given` where nothing stands that could be taken back. */
  async withdraw(id: string, evidence: ConsentEvidenceKind, by: SignedIn): Promise<Answer> {
    const series = await this.ledger.seriesOf(id);
    if (series.length === 0) throw notFound();
    const given = lastWordOf(series);
    if (given.state !== 'given' || given.archived) throw conflict('consent.not-given');
    return given.contactId === null ? this.withdrawStanding(given, evidence, by) : this.withdrawInContact(given, evidence, by);
  }

  private async withdrawStanding(given: LedgerRow, evidence: ConsentEvidenceKind, by: SignedIn): Promise<Answer> {
    const { personId, contactPointId, purpose, channel, wordingVersion } = given;
    const at = new Date();
    const row = standingRow({
      ...{ personId, contactPointId, purpose, channel, wordingVersion, at },
      ...{ state: 'withdrawn', evidenceKind: evidence, validUntil: null },
    });
    await this.consents.record(row, by.userId);
    return { id: row.id, ...(await this.calls.withdraw(await this.subjects.pointsOf(given), evidence, by)) };
  }

  /** While the call runs its recorder writes the row; after it, nobody else does. */
  private async withdrawInContact(given: LedgerRow, evidence: ConsentEvidenceKind, by: SignedIn): Promise<Answer> {
    const { contactId } = given;
    const row: NewConsent = {
      ...given,
      ...{ id: newId(), state: 'withdrawn', evidenceKind: evidence, evidenceDetail: null, customerOwner: null },
      ...{ at: new Date(), validUntil: null },
    };
    const effect = await this.calls.withdrawContact(contactId ?? '', row, by);
    if (effect.liveCalls === 0) await this.consents.record(row, by.userId);
    return { id: row.id, ...effect };
  }
}

function pointOf({ phone, email }: Entry): PointValue {
  const read = phone === undefined ? emailPoint(email ?? '') : phonePoint(phone, settings().site.region);
  if ('refused' in read) throw unprocessable([{ path: phone === undefined ? 'email' : 'phone', problem: read.refused }]);
  return read;
}
