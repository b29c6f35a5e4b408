import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ConsentPolicies, ConsentWordings, Queues } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, conflict } from '@voxkeep/platform';
import type { z } from 'zod';

/** What customers are told and asked, version by version. */
@Controller('consent-wordings')
export class WordingsController {
  constructor(
    @Inject(ConsentWordings) private readonly wordings: ConsentWordings,
    @Inject(ConsentPolicies) private readonly policies: ConsentPolicies,
    @Inject(Queues) private readonly queues: Queues,
  ) {}

  /** Every text, and which version is in force for which queues. */
  @Get()
  @Allows('consent-policy', 'view')
  @Answers(http.consentWordings)
  async list(): Promise<z.infer<typeof http.consentWordings>> {
    const [wordings, policies, queues] = await Promise.all([this.wordings.list(), this.policies.list(), this.queues.list()]);
    return {
      wordings: wordings.map(({ createdAt, ...text }) => ({ ...text, createdAt: createdAt.toISOString() })),
      inForce: policies.map(({ id, name, wordingVersion }) => ({
        policyId: id,
        policy: name,
        version: wordingVersion,
        queues: queues.flatMap((queue) => (queue.consentPolicyId === id ? [queue.name] : [])),
        languages: wordings.flatMap(({ version, language }) => (version === wordingVersion ? [language] : [])),
      })),
    };
  }

  /** Adds a text. A version that exists in this language is never changed. */
  @Post()
  @Allows('consent-policy', 'create')
  @Answers(http.created)
  async add(
    @ZodBody(http.consentWordingBody) body: z.output<typeof http.consentWordingBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.created>> {
    const added = await this.wordings.add(body, by.userId);
    if (added === 'version-taken') throw conflict('consent.version-exists');
    return { id: added.saved };
  }
}
