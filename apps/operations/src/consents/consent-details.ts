import { Inject, Injectable } from '@nestjs/common';
import { TelephonyViews } from '@voxkeep/configuration';
import { consentReceipt } from '@voxkeep/consent';
import type { AuditAct, http } from '@voxkeep/contracts';
import { ConsentLedger, type LedgerRow } from '@voxkeep/operative';
import { notFound, settings, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { Names } from '../access/names.js';
import { Stores } from '../access/stores.js';
import { ConsentSubjects } from './consent-subjects.js';
import { consentEvent, consentRow, lastWordOf } from './consent-view.js';

/** One consent with all that was said before it, the wording it was given for, and its receipt. */
@Injectable()
export class ConsentDetails {
  constructor(
    @Inject(ConsentLedger) private readonly ledger: ConsentLedger,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(ConsentSubjects) private readonly subjects: ConsentSubjects,
    @Inject(Names) private readonly names: Names,
    @Inject(TelephonyViews) private readonly telephony: TelephonyViews,
  ) {}

  /** Throws 404. */
  async of(id: string, by: SignedIn): Promise<z.infer<typeof http.consentDetail>> {
    const series = await this.seriesOf(id);
    const last = lastWordOf(series);
    const audited = await this.record('consent.read', last, by);
    const [values, logins, wordings] = await Promise.all([
      this.subjects.valuesOf([last], audited),
      this.names.ofUsers(series.map(({ recordedBy }) => recordedBy)),
      this.wordingsOf(last),
    ]);
    return {
      ...consentRow(last, values),
      history: series.map((row) => consentEvent(row, logins)),
      wordings: wordings.map(({ language, wording }) => ({ language, wording })),
    };
  }

  /** The receipt (ISO/IEC TS 27560) of a series, with the notice in the site's language where it is there. */
  async receipt(id: string, language: string, by: SignedIn): Promise<object> {
    const series = await this.seriesOf(id);
    const last = lastWordOf(series);
    await this.record('consent.receipt', last, by);
    const texts = await this.wordingsOf(last);
    const notice = texts.find((text) => text.language === language) ?? texts[0];
    return consentReceipt({
      recordId: last.contactId ?? series[0]?.id ?? last.id,
      purpose: last.purpose,
      issuedAt: new Date().toISOString(),
      language,
      personId: last.personId,
      controller: settings().site.controllerName,
      validUntil: last.validUntil?.toISOString() ?? null,
      notice: notice?.wording ?? null,
      events: series.map(({ state, at, evidenceKind, wordingVersion }) => ({
        ...{ state, at: at.toISOString(), evidence: evidenceKind, wordingVersion },
      })),
    });
  }

  private async seriesOf(id: string): Promise<readonly LedgerRow[]> {
    const series = await this.ledger.seriesOf(id);
    if (series.length === 0) throw notFound();
    return series;
  }

  private record(action: AuditAct, { id, personId, contactPointId, contactId }: LedgerRow, by: SignedIn) {
    const entry = { action, object: { kind: 'consent', id }, subject: personId ?? contactPointId ?? contactId ?? id };
    return this.stores.record('operative', by, { code: 'administration' }, { ...entry, columns: ['state'], count: 1 });
  }

  private async wordingsOf({ wordingVersion }: LedgerRow) {
    return wordingVersion === null ? [] : this.telephony.wordingsOf(wordingVersion);
  }
}
