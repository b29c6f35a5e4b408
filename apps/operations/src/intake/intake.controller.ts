import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, SignedInStage, ZodBody, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { Announcements } from './announcements.js';
import { ConsentIntake } from './consent-intake.js';
import { ContactEnd } from './contact-end.js';

/** Where telephone systems, dialogues and agent desktops tell of contacts and consents. */
@Controller()
export class IntakeController {
  constructor(
    @Inject(Announcements) private readonly announcements: Announcements,
    @Inject(ConsentIntake) private readonly consents: ConsentIntake,
    @Inject(ContactEnd) private readonly ends: ContactEnd,
  ) {}

  @Post('contacts')
  @HttpCode(200)
  @Allows('integration', 'use')
  @Answers(http.contactCreated)
  announce(
    @ZodBody(http.newContactBody) body: z.output<typeof http.newContactBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.contactCreated>> {
    return this.announcements.announce(body, by);
  }

  /** Either right will do here as well: an integration's, or a person's on contacts that they see. */
  @Post('contacts/:id/end')
  @HttpCode(200)
  @SignedInStage('full')
  @Answers(http.contactEnded)
  end(
    @ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.contactEnded>> {
    return this.ends.end(id, by);
  }

  /** Several rights will do, which are asked for behind here: a named person's on consents, an integration's, an agent's on own calls. */
  @Post('consents')
  @HttpCode(200)
  @SignedInStage('full')
  @Answers(http.consentIntakeAnswer)
  consent(
    @ZodBody(http.consentIntakeBody) body: z.output<typeof http.consentIntakeBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.consentIntakeAnswer>> {
    return this.consents.take(body, by);
  }
}
