import type { AuditAct } from '@voxkeep/contracts';
import { newId, type Database, type Transaction } from '@voxkeep/platform';

/** Codes of what goes into a package: the language, and what is left out. */
export interface DeliveryOptions {
  readonly language?: string | undefined;
  readonly recordings?: boolean | undefined;
  readonly redact?: string | undefined;
}
export type DeliveryContent = 'report' | 'portable';
export type DeliveryState = 'open' | 'fetching' | 'collected' | 'sent' | 'failed' | 'locked' | 'revoked' | 'expired';

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

/** A link that nobody is fetching from. */
const free = `state = 'open' and done_at is null`;
/** A download was begun, and its link is open as long as it has not ended. */
const fetching = `state = 'open' and done_at is not null`;
const view = `
  id, case_id as "caseId", way, content, options, contact_point_id as "contactPointId", made_by as "madeBy", made_at as "madeAt",
  expires_at as "expiresAt",
  case when ${free} and expires_at <= now() then 'expired'
       when ${fetching} or (state = 'collected' and fingerprint is null) then 'fetching' else state end as state,
  done_at as "doneAt", attempts, fingerprint`;
const collector = 'system:collector';

/** Ends a download that came to nothing. Its attempt counts, so that whoever holds both secrets cannot fetch without end, unseen. */
const breakOff = `
  update protection.delivery set
    state = case when attempts < ${mostAttempts} then 'open' else 'collected' end,
    done_at = case when attempts >= ${mostAttempts} then done_at end,
    passphrase_hash = case when attempts < ${mostAttempts} then passphrase_hash end
  where ${fetching}`;
/** No download that is alive lasts longer; should one, it goes on beside the next. */
const longestFetch = `interval '1 hour'`;

/** The ways on which answers leave the house. Each act and each attempt writes its audit entry in the same transaction. */
export class Deliveries {
  constructor(private readonly database: Database) {}

  /** Those of a case, newest first. Secrets of links that have run out are erased on the way. */
  async of(caseId: string): Promise<readonly DeliveryView[]> {
    await this.database.transaction((t) => breakOffForgotten(t, 'case_id', caseId));
    await this.database.rows(
      `update protection.delivery set state = 'expired', passphrase_hash = null
       where case_id = $1 and ${free} and expires_at <= now()`,
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
      await breakOffForgotten(t, 'token_hash', tokenHash);
      const [admitted] = await t.rows<AdmittedLink>(
        `update protection.delivery set attempts = attempts + 1
         where token_hash = $1 and ${free} and expires_at > now() and attempts < $2
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
           done_at = case when attempts >= $2 then now() else done_at end,
           passphrase_hash = case when attempts >= $2 then null else passphrase_hash end
         where id = $1 and state = 'open' returning attempts`,
        [id, mostAttempts],
      );
      await auditDelivery(t, 'delivery.wrong-passphrase', caseId, collector);
      return { left: Math.max(0, mostAttempts - (row?.attempts ?? mostAttempts)) };
    });
  }

  /**
   * Takes the link for one download. False when another download of the same moment took it. Nothing counts as handed over yet: that is
   * for `collected` to say. When the program that took it dies, the link can be taken again an hour later.
   */
  take({ id, caseId }: Pick<DeliveryView, 'id' | 'caseId'>): Promise<boolean> {
    return this.#change(`update protection.delivery set done_at = now() where ${free}`, id, caseId, 'delivery.collect');
  }

  /** What was handed over by a link, now that it was read to its end: the link is used up. */
  async collected(id: string, fingerprint: string): Promise<void> {
    const used = `state = 'collected', done_at = now(), passphrase_hash = null, fingerprint = $2`;
    await this.settle(id, used, [fingerprint], 'delivery.collected', collector);
  }

  /** Gives the link back, when nothing could be made of it: the person is not to pay for our failure. */
  async giveBack({ id, caseId }: Pick<DeliveryView, 'id' | 'caseId'>): Promise<void> {
    const unused = `update protection.delivery set done_at = null, attempts = attempts - 1 where ${fetching}`;
    await this.#change(unused, id, caseId, 'delivery.give-back');
  }

  /** Gives the link back after a download that broke off; the attempt counts, and the fifth ends the link. One used up since stays so. */
  async brokenOff({ id, caseId }: Pick<DeliveryView, 'id' | 'caseId'>): Promise<void> {
    await this.#change(breakOff, id, caseId, 'delivery.give-back');
  }

  /** Whether there was something to change. */
  #change(update: string, id: string, caseId: string, action: AuditAct): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const rows = await t.rows(`${update} and id = $1 returning id`, [id]);
      if (rows.length > 0) await auditDelivery(t, action, caseId, collector);
      return rows.length > 0;
    });
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

/** Breaks off what a program was handing over that died since. */
async function breakOffForgotten(t: Transaction, column: 'case_id' | 'token_hash', value: string | Buffer): Promise<void> {
  const broken = await t.rows<{ caseId: string }>(
    `${breakOff} and ${column} = $1 and done_at <= now() - ${longestFetch} returning case_id as "caseId"`,
    [value],
  );
  for (const { caseId } of broken) await auditDelivery(t, 'delivery.give-back', caseId, collector);
}

function auditDelivery(t: Transaction, action: AuditAct, caseId: string, by: string): Promise<void> {
  return t.audit({ action, actor: by, object: { kind: 'case', id: caseId }, purpose: 'data-subject-request' });
}
