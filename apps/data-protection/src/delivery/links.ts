import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  Cases,
  Deliveries,
  Passwords,
  type AdmittedLink,
  type CaseView,
  type DeliveryContent,
  type DeliveryOptions,
} from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { HttpProblem, diagnostics, notFound, settings, unprocessable } from '@voxkeep/platform';
import { caseNumber } from '../cases/case-rows.js';
import { Packages, type MadeArchive } from '../package/packages.js';
import { ReleasedReports } from '../package/released-reports.js';
import { archiveBrokenOff } from './events.js';
import { hashToken, newPassphrase, newToken, normalisePassphrase } from './secrets.js';

/** What a new link is to hand over. `contactPointId`: to which address the link is mailed. */
export interface WantedLink {
  readonly content: DeliveryContent;
  readonly options: DeliveryOptions;
  readonly contactPointId: string | null;
}
export type NewLink = Omit<http.LinkMade, 'notMailed'>;

const collector = 'system:collector';
const dayMs = 24 * 3_600_000;

/**
 * Links that can be used once. The link names nothing but a random token; what it opens is made when it is fetched, and only for who
 * also knows the passphrase that was told by another way (ADR 0021).
 */
@Injectable()
export class Links {
  constructor(
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Packages) private readonly packages: Packages,
    @Inject(ReleasedReports) private readonly released: ReleasedReports,
  ) {}

  /** Makes a link. Token and passphrase are answered this once; hashes are kept. */
  async make(found: CaseView, { content, options, contactPointId }: WantedLink, by: string): Promise<NewLink> {
    await this.released.choose(found, by, options);
    const [token, passphrase] = [newToken(), newPassphrase()];
    const expiresAt = new Date(Date.now() + settings().documents.linkDays * dayMs);
    const id = await this.deliveries.openLink(
      {
        ...{ caseId: found.id, content, options, contactPointId, expiresAt, tokenHash: hashToken(token) },
        passphraseHash: await this.passwords.hash(normalisePassphrase(passphrase)),
      },
      by,
    );
    return { id, token, passphrase, expiresAt: expiresAt.toISOString() };
  }

  /**
   * Hands over what a link opens. 404 for a token that never was; 410 `delivery.over` for one that was used, ran out, was taken back or
   * was tried too often; 422 at `passphrase` for a wrong one. What cannot be made, or is not read to its end, gives the link back.
   */
  async collect(token: string, passphrase: string): Promise<{ readonly name: string; readonly stream: Readable }> {
    const link = await this.deliveries.attempt(hashToken(token));
    if (link === 'not-there') throw notFound();
    if (link === 'over') throw over();
    await this.#demandPassphrase(link, passphrase);
    const found = await this.cases.find(link.caseId);
    if (found === undefined) throw notFound();
    if (!(await this.deliveries.take(link))) throw over();
    const made = await this.#make(found, link);
    void this.#watch(link, made);
    return { name: `${caseNumber(found)}.zip`, stream: made.stream };
  }

  async #demandPassphrase(link: AdmittedLink, typed: string): Promise<void> {
    if ((await this.passwords.check(normalisePassphrase(typed), link.passphraseHash)).fits) return;
    const { left } = await this.deliveries.wrong(link);
    await this.#note(link.caseId, 'wrong-passphrase');
    throw left === 0 ? over() : unprocessable([{ path: 'passphrase', problem: 'refused' }], 'delivery.wrong-passphrase');
  }

  async #make(found: CaseView, link: AdmittedLink): Promise<MadeArchive> {
    try {
      return await this.packages.zip(found, collector, link.options, link.content);
    } catch (refused) {
      await this.deliveries.giveBack(link);
      throw refused;
    }
  }

  /** Never throws. A link that cannot even be given back now is given back after an hour. */
  async #watch(link: AdmittedLink, { done, stream }: MadeArchive): Promise<void> {
    try {
      const [fingerprint] = await Promise.all([done, finished(stream)]);
      await this.#handedOver(link, fingerprint);
    } catch {
      diagnostics.record(archiveBrokenOff, { case: link.caseId });
      await this.deliveries.brokenOff(link).catch(() => undefined);
    }
  }

  async #handedOver({ id, caseId }: AdmittedLink, fingerprint: string): Promise<void> {
    await this.deliveries.collected(id, fingerprint);
    await this.#note(caseId, 'collected');
  }

  async #note(caseId: string, result: string): Promise<void> {
    await this.cases.note(caseId, { step: 'delivery', result }, collector);
  }
}

function over(): HttpProblem {
  return new HttpProblem(410, 'delivery.over');
}
