import type { AuditAct } from '@voxkeep/contracts';
import { newId, type Database, type Transaction } from '@voxkeep/platform';

/** Codes of what goes into a package: the language, and what is left out. */
export interface DeliveryOptions {
  readonly language?: string | undefined;
  readonly recordings?: boolean | undefined;
  readonly redact?: string | undefined;
}
export type DeliveryContent = 'report' | 'portable';
export type DeliveryState = 'open' | 'collected' | 'sent' | 'failed' | 'locked' | 'revoked' | 'expired';

interface NewDelivery {
  readonly caseId: string;
  readonly content: DeliveryContent;
  readonly options: DeliveryOptions;
}
export interface NewLink extends NewDelivery {
  readonly expiresAt: Date;
  /** SHA-256 of the token; the token itself is known to its holder alone. */
  readonly tokenHash: Buffer;
  readonly passphraseHash: string;
  readonly contactPointId: string | null;
}
export interface NewMail extends NewDelivery {
  readonly contactPointId: string;
}
export interface DeliveryView extends NewDelivery {
  readonly id: string;
  readonly way: 'link' | 'mail';
  readonly contactPointId: string | null;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date | null;
  readonly state: DeliveryState;
  readonly doneAt: Date | null;
  readonly attempts: number;
  readonly fingerprint: string | null;
}
/** A link that may be tried: the attempt is counted already. */
export interface AdmittedLink extends DeliveryView {
  readonly passphraseHash: string;
}

/** Wrong passphrases after which a link is dead. */
export const mostAttempts = 5;

const view = `
  id, case_id as "caseId", way, content, options, contact_point_id as "contactPointId", made_by as "madeBy", made_at as "madeAt",
  expires_at as "expiresAt", case when state = 'open' and expires_at <= now() then 'expired' else state end as state,
  done_at as "doneAt", attempts, fingerprint`;
const collector = 'system:collector';

/** The ways on which answers leave the house. Each act and each attempt writes its audit entry in the same transaction. */
export class Deliveries {
  constructor(private readonly database: Database) {}

  /** Those of a case, newest first. Secrets of links that have run out are erased on the way. */
  async of(caseId: string): Promise<readonly DeliveryView[]> {
    await this.database.rows(
      `update protection.delivery set state = 'expired', passphrase_hash = null
       where case_id = $1 and state = 'open' and expires_at <= now()`,
      [caseId],
    );
    return this.database.rows<DeliveryView>(
      `select ${view} from protection.delivery where case_id = $1 order by made_at desc, id`,
      [caseId],
    );
  }

  /** Makes a link that can be used once. Answers its id. */
  openLink(link: NewLink, by: string): Promise<string> {
    return this.add('link', 'open', link, [link.expiresAt, link.tokenHash, link.passphraseHash], by);
  }

  /** Notes a mail that is about to be sent, before it is: one that leaves unrecorded cannot happen. Answers its id. */
  beginMail(mail: NewMail, by: string): Promise<string> {
    return this.add('mail', 'failed', mail, [null, null, null], by);
  }

  /** The mail was taken by the server. */
  sent(id: string, fingerprint: string, by: string): Promise<void> {
    return this.settle(id, `state = 'sent', done_at = now(), fingerprint = $2`, [fingerprint], 'delivery.sent', by);
  }

  /** Takes a link back. False when it was used, has run out or was taken back before. */
  revoke(caseId: string, id: string, by: string): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const rows = await t.rows(
        `update protection.delivery set state = 'revoked', done_at = now(), passphrase_hash = null
         where id = $1 and case_id = $2 and state = 'open' and expires_at > now() returning id`,
        [id, caseId],
      );
      if (rows.length > 0) await auditDelivery(t, 'delivery.revoke', caseId, by);
      return rows.length > 0;
    });
  }

  /** Counts an attempt and admits it, if the link is open. `over`: it was, once. Nothing is told of a link that never was. */
  attempt(tokenHash: Buffer): Promise<AdmittedLink | 'over' | 'not-there'> {
    return this.database.transaction(async (t) => {
      const [admitted] = await t.rows<AdmittedLink>(
        `update protection.delivery set attempts = attempts + 1
         where token_hash = $1 and state = 'open' and expires_at > now() and attempts < $2
         returning ${view}, passphrase_hash as "passphraseHash"`,
        [tokenHash, mostAttempts],
      );
      if (admitted !== undefined) {
        await auditDelivery(t, 'delivery.attempt', admitted.caseId, collector);
        return admitted;
      }
      const [known] = await t.rows<{ caseId: string }>(
        'select case_id as "caseId" from protection.delivery where token_hash = $1',
        [tokenHash],
      );
      if (known === undefined) return 'not-there';
      await auditDelivery(t, 'delivery.refuse', known.caseId, collector);
      return 'over';
    });
  }

  /** After a wrong passphrase: the last allowed one ends the link. */
  async wrong({ id, caseId }: Pick<DeliveryView, 'id' | 'caseId'>): Promise<{ readonly left: number }> {
    return this.database.transaction(async (t) => {
      const [row] = await t.rows<{ attempts: number }>(
        `update protection.delivery set
           state = case when attempts >= $2 then 'locked' else state end,
           done_at = case when attempts >= $2 then now() end,
           passphrase_hash = case when attempts >= $2 then null else passphrase_hash end
         where id = $1 and state = 'open' returning attempts`,
        [id, mostAttempts],
      );
      await auditDelivery(t, 'delivery.wrong-passphrase', caseId, collector);
      return { left: Math.max(0, mostAttempts - (row?.attempts ?? mostAttempts)) };
    });
  }

  /** Takes the link for one download. False when another download of the same moment took it. */
  take({ id, caseId }: Pick<DeliveryView, 'id' | 'caseId'>): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const rows = await t.rows(
        `update protection.delivery set state = 'collected', done_at = now(), passphrase_hash = null
         where id = $1 and state = 'open' returning id`,
        [id],
      );
      if (rows.length > 0) await auditDelivery(t, 'delivery.collect', caseId, collector);
      return rows.length > 0;
    });
  }

  /** What was handed over by a link. */
  async collected(id: string, fingerprint: string): Promise<void> {
    await this.settle(id, 'fingerprint = $2', [fingerprint], 'delivery.collected', collector);
  }

  /** Gives the link back, when nothing could be made of it: the person is not to pay for our failure. */
  async giveBack({ id }: Pick<DeliveryView, 'id'>, passphraseHash: string): Promise<void> {
    await this.settle(
      id,
      `state = 'open', done_at = null, attempts = attempts - 1, passphrase_hash = $2`,
      [passphraseHash],
      'delivery.give-back',
      collector,
    );
  }

  private add(
    way: 'link' | 'mail',
    state: DeliveryState,
    { caseId, content, options, contactPointId }: NewDelivery & { readonly contactPointId: string | null },
    secrets: readonly [Date | null, Buffer | null, string | null],
    by: string,
  ): Promise<string> {
    const id = newId();
    return this.database.transaction(async (t) => {
      await t.rows(
        `insert into protection.delivery
           (id, case_id, way, content, options, contact_point_id, made_by, state, expires_at, token_hash, passphrase_hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, caseId, way, content, JSON.stringify(options), contactPointId, by, state, ...secrets],
      );
      await auditDelivery(t, `delivery.${way}`, caseId, by);
      return id;
    });
  }

  private settle(id: string, set: string, params: readonly unknown[], action: AuditAct, by: string): Promise<void> {
    return this.database.transaction(async (t) => {
      const [row] = await t.rows<{ caseId: string }>(
        `update protection.delivery set ${set} where id = $1 returning case_id as "caseId"`,
        [id, ...params],
      );
      if (row !== undefined) await auditDelivery(t, action, row.caseId, by);
    });
  }
}

function auditDelivery(t: Transaction, action: AuditAct, caseId: string, by: string): Promise<void> {
  return t.audit({ action, actor: by, object: { kind: 'case', id: caseId }, purpose: 'data-subject-request' });
}
