import { Inject, Injectable } from '@nestjs/common';
import { Accounts, Cases, type ActOutcome, type CaseOutcome, type CaseView } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { conflict, forbidden, notFound } from '@voxkeep/platform';
import { caseDetail, caseRow, type CaseRow, type Logins } from './case-rows.js';

/** Cases as the pages show them. */
@Injectable()
export class CaseDesk {
  constructor(
    @Inject(Cases) readonly cases: Cases,
    @Inject(Accounts) private readonly accounts: Accounts,
  ) {}

  async list(): Promise<readonly CaseRow[]> {
    const [found, logins] = await Promise.all([this.cases.list(), this.logins()]);
    return found.map((one) => caseRow(one, logins));
  }

  /** Throws 404 when there is no such case. */
  async get(id: string): Promise<CaseView> {
    const found = await this.cases.find(id);
    if (found === undefined) throw notFound();
    return found;
  }

  async detail(id: string): Promise<http.CaseDetail> {
    const [found, steps, logins, all] = await Promise.all([
      this.get(id),
      this.cases.stepsOf(id),
      this.logins(),
      this.cases.list(),
    ]);
    return caseDetail(found, steps, logins, all);
  }

  /** Logins by user id. */
  async logins(): Promise<Logins> {
    return new Map((await this.accounts.list()).map(({ id, login }) => [id, login]));
  }
}

/** Throws the HTTP answer of a move that the case refused. */
export function demandMoved(outcome: CaseOutcome): void {
  if (!('refused' in outcome)) return;
  if (outcome.refused === 'not-there') throw notFound();
  throw outcome.refused === 'same-person' ? forbidden('case.same-person') : conflict(`case.${outcome.refused}`);
}

/** Throws the HTTP answer of an act that the case refused. */
export function demandDone(outcome: ActOutcome): void {
  if (outcome === 'not-there' || outcome === 'no-such-case') throw notFound();
  if (outcome !== 'done') throw conflict(`case.${outcome}`);
}
