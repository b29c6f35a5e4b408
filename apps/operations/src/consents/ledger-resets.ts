import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ConsentResets, type ResetRecord } from '@voxkeep/operative';
import { conflict, notFound, unprocessable, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';

type Answer = z.infer<typeof http.consentReset>;
type Body = z.output<typeof http.consentResetBody>;

/** Closes the consents of a purpose: first counted, then confirmed with the purpose once more. */
@Injectable()
export class LedgerResets {
  constructor(@Inject(ConsentResets) private readonly resets: ConsentResets) {}

  async list(): Promise<Answer[]> {
    return (await this.resets.list()).map(answerOf);
  }

  async prepare(body: Body, by: SignedIn): Promise<Answer> {
    return answerOf(await this.resets.prepare(body, new Date(), by.userId));
  }

  /** Throws 404; 409 when it was done before, was counted too long ago, or another number of consents is there by now. */
  async confirm(id: string, purpose: string, by: SignedIn): Promise<Answer> {
    const outcome = await this.resets.confirm(id, purpose, new Date(), by.userId);
    if ('done' in outcome) return answerOf(outcome.done);
    switch (outcome.refused) {
      case 'not-there':
        throw notFound();
      case 'other-purpose':
        throw unprocessable([{ path: 'purpose', problem: 'invalid' }]);
      case 'done-before':
        throw conflict('consent.reset-done');
      case 'too-old':
        throw conflict('consent.reset-too-old');
      default:
        throw conflict('consent.reset-changed');
    }
  }
}

function answerOf({ id, purpose, channel, counted, preparedAt, doneAt }: ResetRecord): Answer {
  return { id, purpose, channel, counted, preparedAt: preparedAt.toISOString(), doneAt: doneAt?.toISOString() ?? null };
}
