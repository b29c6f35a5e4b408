import { Inject, Injectable } from '@nestjs/common';
import { Accounts, Deliveries, type CaseView, type DeliveryOptions, type DeliveryView } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { conflict, settings } from '@voxkeep/platform';
import { caseNumber } from '../cases/case-rows.js';
import { KnownAddressMail } from './known-address.js';
import { KnownAddresses } from './known-addresses.js';
import { Links, type WantedLink } from './links.js';

/** The page on which a person fetches what a link opens. The token follows after `#` and so reaches no server's log. */
export const collectPath = '/collect';

/** How answers leave the house, as the page of a case shows it. */
@Injectable()
export class DeliveryDesk {
  constructor(
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(KnownAddresses) private readonly addresses: KnownAddresses,
    @Inject(Links) private readonly links: Links,
    @Inject(KnownAddressMail) private readonly mail: KnownAddressMail,
  ) {}

  /** Past deliveries, and where one may go. Opens the addresses of the person to show them masked. */
  async list(found: CaseView, by: string): Promise<http.DeliveryList> {
    const [rows, accounts, known] = await Promise.all([
      this.deliveries.of(found.id),
      this.accounts.list(),
      this.addresses.emailsOf(found),
    ]);
    const logins = new Map(accounts.map(({ id, login }) => [id, login]));
    const opened = await this.addresses.open(
      found,
      known.map(({ contactPointId }) => contactPointId),
      'delivery.addresses',
      by,
    );
    return {
      rows: rows.map((row) => asRow(row, logins)),
      ways: waysSet(),
      addresses: known.map((one) => ({ ...one, masked: masked(opened.get(one.contactPointId) ?? '') })),
    };
  }

  /** Makes a link and, if it is to be, mails it. A link that could not be mailed can still be told; the answer says why. */
  async makeLink(found: CaseView, wanted: WantedLink, by: string): Promise<http.LinkMade> {
    const { contactPointId, options } = wanted;
    if (contactPointId !== null) {
      if (settings().mail.siteAddress === undefined) throw conflict('delivery.no-site-address');
      const state = await this.mail.check({ caseId: found.id, contactPointId });
      if (state !== 'known') throw conflict(`delivery.address-${state}`);
    }
    const made = await this.links.make(found, wanted, by);
    if (contactPointId === null) return { ...made, notMailed: null };
    const outcome = await this.mail.send(
      { caseId: found.id, contactPointId, language: options.language ?? 'en', by },
      {
        template: 'download-link',
        values: { case: caseNumber(found), link: linkOf(made.token), until: made.expiresAt.slice(0, 10) },
      },
    );
    return { ...made, notMailed: 'refused' in outcome ? outcome.refused : null };
  }

  /** Takes a link back. 409 `delivery.over` for one that is over. */
  async revoke(caseId: string, id: string, by: string): Promise<void> {
    if (!(await this.deliveries.revoke(caseId, id, by))) throw conflict('delivery.over');
  }
}

/** Codes of a package without those that were not given. */
export function optionsOf({ language, recordings, redact }: DeliveryOptions): DeliveryOptions {
  return {
    ...(language !== undefined && { language }),
    ...(recordings !== undefined && { recordings }),
    ...(redact !== undefined && { redact }),
  };
}

function waysSet(): http.DeliveryList['ways'] {
  const { mail, documents } = settings();
  return {
    mail: mail.host !== undefined && mail.from !== undefined,
    signing: documents.signingFile !== undefined,
    address: mail.siteAddress !== undefined,
  };
}

function linkOf(token: string): string {
  return `${(settings().mail.siteAddress ?? '').replace(/\/$/, '')}${collectPath}#${token}`;
}

function asRow(
  { caseId: _case, options: _options, ...row }: DeliveryView,
  logins: ReadonlyMap<string, string>,
): http.DeliveryRow {
  return {
    ...row,
    madeBy: logins.get(row.madeBy) ?? row.madeBy,
    madeAt: row.madeAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    doneAt: row.doneAt?.toISOString() ?? null,
  };
}

/** `m•••@example.ee`: enough to tell two addresses apart. */
function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '•••' : `${address.slice(0, 1)}•••${address.slice(at)}`;
}
