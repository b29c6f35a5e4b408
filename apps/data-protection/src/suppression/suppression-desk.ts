import { Inject, Injectable } from '@nestjs/common';
import { Suppressions, type CaseView, type SuppressedPoint, type SuppressionTerms } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { directorySealed } from '@voxkeep/directory';
import { KEYRING, Seals, type KeyringClient } from '@voxkeep/keyring';
import { conflict, settings } from '@voxkeep/platform';
import type { AuditedAccess, Row } from '@voxkeep/personal-data';
import { textOf } from '../find/person-descriptions.js';
import { searchTerm } from '../find/search-term.js';
import { CaseAccess } from '../subject/case-access.js';
import { Subjects, soughtBy } from '../subject/subjects.js';

const unapproved: readonly CaseView['state'][] = ['received', 'identity-check', 'scoped', 'hold-check', 'suspended-by-hold'];
const dayMs = 24 * 3600 * 1000;

/**
 * Keeps the numbers and addresses of a person from coming in again once they are erased. Optional: the person agrees, objects to
 * being contacted, or a law needs it. Only a keyed fingerprint is kept, and it ends by itself.
 */
@Injectable()
export class SuppressionDesk {
  constructor(
    @Inject(Suppressions) private readonly suppressions: Suppressions,
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
  ) {}

  async of({ id }: CaseView): Promise<http.Suppression | null> {
    const found = await this.suppressions.of(id);
    return found === null ? null : ({ ...found, until: found.until.toISOString() } as http.Suppression);
  }

  /**
   * Sets it before the plan is approved: it is a part of what is approved. 409 `case.not-an-erasure`, `suppression.approved` or, when
   * no number and no address of the person can be read, `suppression.no-points`.
   */
  async set(found: CaseView, { purpose, ground, days }: Terms, by: string): Promise<void> {
    if (found.kind !== 'erasure') throw conflict('case.not-an-erasure');
    if (!unapproved.includes(found.state) || found.approvedBy !== null) throw conflict('suppression.approved');
    const points = await this.#fingerprints(found, by);
    if (points.length === 0) throw conflict('suppression.no-points');
    const terms: SuppressionTerms = { purpose, ground, until: new Date(Date.now() + days * dayMs) };
    await this.suppressions.set(found.id, points, terms, by);
  }

  /** Ends it at once, before its time: the person may take an agreement back. */
  async end({ id }: CaseView, by: string): Promise<void> {
    if ((await this.suppressions.end(id, by)) === 0) throw conflict('suppression.none');
  }

  async #fingerprints(found: CaseView, by: string): Promise<readonly SuppressedPoint[]> {
    const trace = await this.subjects.trace(soughtBy(found));
    const step = trace.steps.find(({ store, table }) => store === 'directory' && table === 'contact_point');
    const rows = step?.rows.filter((_, at) => step.erasedBy[at] !== undefined) ?? [];
    if (rows.length === 0) return [];
    const stated = {
      action: 'suppression.open',
      by,
      purpose: 'data-subject-request',
      under: { kind: 'case', id: found.id },
    } as const;
    const audited = await this.access.record('directory', stated, rows.length, ['contact_point.value']);
    const { values: opened } = await this.seals.openEach(audited, directorySealed.contactPoint, rows, ['value']);
    const terms = rows.flatMap((row) => termOf(row, textOf(opened.get(String(row['id']))?.value ?? 'key-destroyed', audited)));
    return this.#indexed(terms, audited);
  }

  async #indexed(terms: readonly Term[], audited: AuditedAccess): Promise<readonly SuppressedPoint[]> {
    if (terms.length === 0) return [];
    const indexes = await this.keyring.index(
      audited,
      terms.map(({ value }) => ({ kind: 'suppression', value })),
    );
    return terms.flatMap(({ kind }, at) => {
      const index = indexes[at];
      return index ? [{ kind, index }] : [];
    });
  }
}

interface Terms {
  readonly purpose: string;
  readonly ground: string;
  readonly days: number;
}
interface Term {
  readonly kind: 'phone' | 'email';
  readonly value: string;
}

function termOf({ kind }: Row, text: string | null): readonly Term[] {
  if (text === null || (kind !== 'phone' && kind !== 'email')) return [];
  const term = searchTerm({ [kind]: text }, settings().site.region);
  return term === undefined ? [] : [{ kind, value: term.value }];
}
