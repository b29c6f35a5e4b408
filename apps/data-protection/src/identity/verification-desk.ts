import { Inject, Injectable } from '@nestjs/common';
import { CaseVerifications, isKnowledgeLocked, type CaseView, type VerificationAttempt } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { conflict, notFound } from '@voxkeep/platform';
import type { z } from 'zod';
import type { Logins } from '../cases/case-rows.js';
import { KnownEvents } from './known-events.js';
import { MaskedPoints } from './masked-points.js';
import { RequesterPoints } from './requester-points.js';
import { VerificationCodes } from './verification-codes.js';

type Body = z.infer<typeof http.verifyBody>;
type Answer = z.infer<typeof http.verifyAnswer>;
type CodeBody = Extract<Body, { method: 'code-to-known-contact-point' }>;
type Checked = { readonly attempt: VerificationAttempt; readonly result: Answer['result'] };

/**
 * Makes sure who asks (GDPR Art. 12(6)). What can be checked is checked here: a contact point vouches only when it is the person's alone
 * and was for 30 days; knowledge is compared with what is held. Every attempt is noted, refused ones too.
 */
@Injectable()
export class VerificationDesk {
  constructor(
    @Inject(CaseVerifications) private readonly verifications: CaseVerifications,
    @Inject(RequesterPoints) private readonly points: RequesterPoints,
    @Inject(KnownEvents) private readonly events: KnownEvents,
    @Inject(MaskedPoints) private readonly masked: MaskedPoints,
    @Inject(VerificationCodes) private readonly codes: VerificationCodes,
  ) {}

  async view(found: CaseView, logins: Logins, by: string): Promise<http.VerificationView> {
    const [done, points] = await Promise.all([this.verifications.list(found.id), this.points.of(found)]);
    const passed = new Set(done.flatMap(({ result, contactPointId }) => (result === 'passed' ? (contactPointId ?? []) : [])));
    const masks = await this.masked.of(points, found, by);
    return {
      level: found.verificationLevel,
      requiredLevel: found.requiredLevel,
      employee: found.requiredLevel === 3,
      knowledgeLocked: isKnowledgeLocked(done),
      points: points.map(({ id, kind, standing }) => ({
        id,
        kind,
        masked: masks.get(id) ?? '',
        countsFor: passed.has(id) ? 'passed' : standing,
      })),
      done: done.map(({ at, method, result, actor }) => ({
        at: at.toISOString(),
        method,
        result,
        by: logins.get(actor) ?? actor,
      })),
    };
  }

  /** Checks and notes one attempt. Throws 409 for a case that is over. */
  async verify(found: CaseView, body: Body, by: string): Promise<Answer> {
    const { attempt, result } = await this.#check(found, body);
    // Nothing was shown: there is no code that it could have been.
    if (result === 'expired') return { result, level: found.verificationLevel };
    const outcome = await this.verifications.note(found.id, attempt, by);
    if (!('refused' in outcome)) return { result, level: outcome.level };
    if (outcome.refused === 'locked') return { result: 'locked', level: found.verificationLevel };
    throw outcome.refused === 'not-there' ? notFound() : conflict('case.wrong-state');
  }

  async #check(found: CaseView, body: Body): Promise<Checked> {
    if (body.method === 'call-back') return this.#checkPoint(found, body.method, body.contactPointId, body.passed);
    if (body.method === 'code-to-known-contact-point') return this.#checkCode(found, body);
    if (body.method === 'document-seen') return checked(body.method, body.passed, 3);
    const ids = [...new Set([...(await this.points.of(found)).map(({ id }) => id), ...found.subject.contactPointIds])];
    return checked('knowledge', await this.events.areKnown(ids, body.events, found.openedAt), 2);
  }

  /** A code proves the contact point that it was sent to, as long as that point still vouches for the person. */
  async #checkCode(found: CaseView, { method, contactPointId, code }: CodeBody): Promise<Checked> {
    const typed = this.codes.check(found.id, contactPointId, code);
    const outcome = await this.#checkPoint(found, method, contactPointId, typed === 'passed');
    return typed === 'expired' ? { ...outcome, result: 'expired' } : outcome;
  }

  async #checkPoint(found: CaseView, method: string, contactPointId: string, passed: boolean): Promise<Checked> {
    const point = (await this.points.of(found)).find(({ id }) => id === contactPointId);
    const wrong = point === undefined ? 'not-theirs' : point.standing === 'eligible' ? undefined : point.standing;
    const { attempt, result } = checked(method, passed && wrong === undefined, 1);
    return { attempt: { ...attempt, contactPointId: point?.id ?? null }, result: wrong ?? result };
  }
}

function checked(method: string, passed: boolean, level: number): Checked {
  const result = passed ? 'passed' : 'failed';
  return { attempt: { method, result, level: passed ? level : 0, contactPointId: null }, result };
}
