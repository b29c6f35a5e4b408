import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { People } from '@voxkeep/directory';
import { settings, tooMany } from '@voxkeep/platform';
import { caseNumber } from '../cases/case-rows.js';
import { KnownAddressMail } from '../delivery/known-address.js';

export const codeMinutes = 15;
const minuteMs = 60_000;
const mostTries = 3;
/** Codes that one case may have within an hour: whoever asks for more is flooding a mailbox. */
const mostAnHour = 5;

interface SentCode {
  readonly contactPointId: string;
  readonly hash: Buffer;
  readonly until: number;
  tries: number;
}

/**
 * Codes that were sent to addresses known before (04 d, level 1). They stand in memory only, hashed, for a quarter of an hour: a restart
 * forgets them and another is sent.
 */
@Injectable()
export class VerificationCodes {
  readonly #sent = new Map<string, SentCode>();
  readonly #times = new Map<string, readonly number[]>();
  /** Replaced by tests. */
  now = (): number => Date.now();

  constructor(
    @Inject(KnownAddressMail) private readonly mail: KnownAddressMail,
    @Inject(People) private readonly people: People,
  ) {}

  /** Sends a new code in the person's language; the one before is void. 429 `verification.codes-sent` for more than five an hour. */
  async send(found: CaseView, contactPointId: string, by: string): Promise<http.SendCodeAnswer['outcome']> {
    this.#count(found.id);
    const code = String(randomInt(100_000_000)).padStart(8, '0');
    const outcome = await this.mail.send(
      { caseId: found.id, contactPointId, language: await this.#languageOf(found.subject.personId), by },
      { template: 'verification-code', values: { case: caseNumber(found), code, minutes: codeMinutes } },
    );
    if ('refused' in outcome) return outcome.refused;
    this.#sent.set(found.id, { contactPointId, hash: hashOf(code), until: this.now() + codeMinutes * minuteMs, tries: 0 });
    return 'sent';
  }

  /** Whether this is the code that was sent to this contact point; three wrong ones, or the right one, use it up. */
  check(caseId: string, contactPointId: string, code: string): 'passed' | 'failed' | 'expired' {
    const sent = this.#sent.get(caseId);
    if (sent === undefined || sent.contactPointId !== contactPointId || sent.until < this.now()) return 'expired';
    sent.tries += 1;
    const passed = timingSafeEqual(sent.hash, hashOf(code));
    if (passed || sent.tries >= mostTries) this.#sent.delete(caseId);
    return passed ? 'passed' : 'failed';
  }

  #count(caseId: string): void {
    const hourAgo = this.now() - 60 * minuteMs;
    for (const [id, times] of this.#times) if (times.every((at) => at <= hourAgo)) this.#times.delete(id);
    const lately = (this.#times.get(caseId) ?? []).filter((at) => at > hourAgo);
    if (lately.length >= mostAnHour) throw tooMany('verification.codes-sent', 3600);
    this.#times.set(caseId, [...lately, this.now()]);
  }

  async #languageOf(personId: string | null): Promise<string> {
    const [person] = personId === null ? [] : await this.people.find([personId]);
    return person?.language ?? settings().report.fallbackLanguage;
  }
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
