import { VoxkeepError } from '@voxkeep/contracts';
import { ContactPoints, directorySealed, type ContactPointKind, type NewContactPoint } from '@voxkeep/directory';
import { Access, phoneRules, trailingDigits, type AuditedAccess } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import { demo, type Site } from '../site.js';

/** A number or address in its normal form. */
export interface PointTerm {
  readonly kind: ContactPointKind;
  readonly value: string;
}

/** Ids of the contact points of these values, which are made where they are missing. Two calls to the keyring, whatever the number. */
export async function ensurePoints(site: Site, terms: readonly PointTerm[]): Promise<ReadonlyMap<string, string>> {
  const points = [...new Map(terms.map((term) => [term.value, { ...term, id: newId() }])).values()];
  const audited = await recordLookUp(site, points.length);
  const indexes = await site.keyring.index(audited, points);
  const phones = points.filter(({ kind }) => kind === 'phone');
  const tails = await site.keyring.index(
    audited,
    phones.map(({ value }) => ({ kind: 'phone-tail' as const, value: trailingDigits(value) })),
  );
  const sealed = await site.seals.sealMany(
    directorySealed.contactPoint,
    points.map(({ id, value }) => ({ row: { id }, values: { value } })),
  );
  const rows = points.map((point, at): NewContactPoint => {
    const value = sealed[at]?.value;
    const valueIndex = indexes[at];
    if (!value || !valueIndex) throw new VoxkeepError('demo.not-furnished', { refused: 'unsealed' });
    const tail = tails[phones.indexOf(point)] ?? null;
    return { id: point.id, kind: point.kind, value, valueIndex, tail, normaliserVersion: phoneRules };
  });
  const held = await new ContactPoints(site.directory).ensure(rows, demo);
  return new Map(points.map(({ value }, at) => [value, held[at]?.id ?? '']));
}

function recordLookUp(site: Site, count: number): Promise<AuditedAccess> {
  const purpose = 'administration';
  const access = Access.by({ actorId: demo, kind: 'system' }, { code: purpose });
  const entry = { action: 'contact-point.look-up' as const, actor: demo, purpose, columns: ['value_index'], count };
  return site.directory.recordAccess(access, entry);
}
