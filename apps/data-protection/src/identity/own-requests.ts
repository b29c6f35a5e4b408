import { Inject, Injectable } from '@nestjs/common';
import { Accounts, CaseVerifications, Cases, isWaitingForIdentity, type CaseView } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { conflict, notFound } from '@voxkeep/platform';

const method = 'signed-in-account';

/** Requests in the name of whoever is signed in. Their own session is the proof that an employee asks (04 d, level 3). */
@Injectable()
export class OwnRequests {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(CaseVerifications) private readonly verifications: CaseVerifications,
  ) {}

  /** Those that wait for this user's word. One that was denied is the officer's to decide and is not asked again. */
  async waiting(userId: string): Promise<http.OwnRequest[]> {
    const account = await this.accounts.find(userId);
    if (account === undefined) return [];
    const open = (await this.cases.list()).filter((one) => isWaitingForIdentity(one.state) && isAbout(one, account.personId));
    const asked = await Promise.all(open.map(({ id }) => this.verifications.list(id)));
    return open
      .filter((_, at) => asked[at]?.every((attempt) => attempt.method !== method) === true)
      .map(({ id, number, kind, openedAt }) => ({ id, number, kind, openedAt: openedAt.toISOString() }));
  }

  /** Notes that this user made the request, or did not. 404 for a request that is not about them or waits no more. */
  async confirm(id: string, asked: boolean, userId: string): Promise<void> {
    if (!(await this.waiting(userId)).some((one) => one.id === id)) throw notFound();
    const attempt = { method, result: asked ? 'passed' : 'failed', level: asked ? 3 : 0, contactPointId: null } as const;
    const outcome = await this.verifications.note(id, attempt, userId);
    if ('refused' in outcome) throw conflict('case.wrong-state');
  }
}

function isAbout({ subject }: CaseView, personId: string): boolean {
  return subject.personId === personId;
}
