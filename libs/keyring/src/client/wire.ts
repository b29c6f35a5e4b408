import { AuditedAccess } from '@voxkeep/personal-data';
import type { AuditRow } from '@voxkeep/platform';
import { batchLimit } from '../protocol/clients.js';
import type { AnswerOf, OwnerRef, Stated, TransferRequest } from '../protocol/messages.js';
import type { AuditMark, KeyOwner, TransferOutcome, ValueTransfer } from './keyring-client.js';

/** What a request says of its access: the purpose's code and the case; the text stays here. Throws `access.not-audited`. */
export function statedBy(audited: AuditedAccess): Stated {
  AuditedAccess.demand(audited);
  const { access } = audited;
  const { caseId } = access.under;
  return { purpose: access.purpose.code, ...(caseId !== undefined && { caseId }) };
}

/** Owners without whatever else the caller's objects carry. */
export function plain(owners: readonly KeyOwner[]): OwnerRef[] {
  return owners.map(({ ownerId, ownerClass }) => ({ ownerId, ownerClass }));
}

/** Asks for at most `batchLimit` items at a time, one batch after the other, and joins the answers. */
export async function inBatches<T, R>(items: readonly T[], ask: (part: T[]) => Promise<R[]>): Promise<R[]> {
  const answers: R[] = [];
  for (let from = 0; from < items.length; from += batchLimit) answers.push(...(await ask(items.slice(from, from + batchLimit))));
  return answers;
}

/** A transfer as it is sent. */
export function wireTransfer({ from: { envelope, ...place }, to, normalise, region }: ValueTransfer): TransferRequest {
  return {
    from: { ...place, envelope: envelope.toString('base64') },
    to: to.map((target) => ({ ...target })),
    normalise,
    region,
  };
}

/** A transfer's answer as it was received. */
export function transferOutcome(answer: AnswerOf<'transfer'>['transfers'][number]): TransferOutcome {
  if (answer.kind !== 'transferred') return answer;
  return { kind: 'transferred', index: bytes(answer.index), tail: bytes(answer.tail), sealed: answer.sealed.map(bytes) };
}

/** A mark without whatever else the caller's row carries. */
export function markOf({ txid, id }: AuditMark): AuditMark {
  return { txid, id };
}

/** An audit row as it was received. */
export function auditRow(row: AnswerOf<'audit-rows'>['rows'][number]): AuditRow {
  const sealedDetail = row.sealedDetail === null ? null : bytes(row.sealedDetail);
  return { ...row, at: new Date(row.at), sealedDetail, salt: bytes(row.salt) };
}

/** Bytes of a base64 text. */
export function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
