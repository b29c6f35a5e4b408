import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Answers, AsksPurpose, By, SignedIn, SignedInStage, ZodBody, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { Names } from '../access/names.js';
import { ContactList, type Search } from './contact-list.js';
import { ContactReader } from './contact-reader.js';
import { ContactReveal } from './contact-reveal.js';
import { alarmView, changesOf, detailView, followsItsQueue } from './contact-view.js';
import { MaskedNumbers } from './masked-numbers.js';
import { agentsOf } from './stored-contact.js';

type IdPath = z.infer<typeof http.idPath>;

/** Contacts. Everybody who is signed in sees their own; rights on queues add to them, in the statement that reads. */
@Controller('contacts')
export class ContactsController {
  constructor(
    @Inject(ContactList) private readonly list: ContactList,
    @Inject(ContactReader) private readonly reader: ContactReader,
    @Inject(ContactReveal) private readonly revealing: ContactReveal,
    @Inject(MaskedNumbers) private readonly numbers: MaskedNumbers,
    @Inject(Names) private readonly names: Names,
  ) {}

  @Post('search')
  @HttpCode(200)
  @SignedInStage('full')
  @Answers(http.contactPage)
  search(@ZodBody(http.contactSearch) search: Search, @By() by: SignedIn): Promise<z.input<typeof http.contactPage>> {
    return this.list.page(search, by);
  }

  /** Asked for again and again while somebody looks at the list; only when the mark has changed, the list is read anew. */
  @Post('search/mark')
  @HttpCode(200)
  @SignedInStage('full')
  @Answers(http.contactsMark)
  mark(
    @ZodBody(http.contactsFollowed) followed: z.output<typeof http.contactsFollowed>,
    @By() by: SignedIn,
  ): Promise<z.input<typeof http.contactsMark>> {
    return this.list.mark(followed, by);
  }

  @Get(':id')
  @SignedInStage('full')
  @Answers(http.contactDetail)
  async get(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<z.input<typeof http.contactDetail>> {
    const contact = await this.reader.get(id, by.userId);
    const { queueId } = contact;
    const [tellsConsent, recordingOff, neighbours, numbers, queues, logins] = await Promise.all([
      this.reader.tellsConsent(contact, by.userId),
      // Without a queue the call has the rule of its trunk.
      queueId !== null && followsItsQueue(contact) && this.names.recordsNothing(queueId),
      this.reader.neighboursOf(contact, by.userId),
      this.numbers.of([contact], by, 'contact.view'),
      this.names.ofQueues(),
      this.names.ofUsers(agentsOf(contact)),
    ]);
    const detail = detailView(contact, { numbers, queues, logins }, neighbours);
    return { ...detail, tellsConsent: tellsConsent && contact.closedAt === null, recordingOff };
  }

  /** Asked for again and again while a contact goes on: no number is opened, so nothing is to be put on record. */
  @Get(':id/alarms')
  @SignedInStage('full')
  @Answers(http.contactAlarms)
  async alarms(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<z.input<typeof http.contactAlarms>> {
    const contact = await this.reader.get(id, by.userId);
    return { alarms: (await this.reader.alarmsOf(contact)).map(alarmView), changes: changesOf(contact) };
  }

  @Post(':id/reveal')
  @HttpCode(200)
  @SignedInStage('full')
  @AsksPurpose()
  @Answers(http.revealedContact)
  async reveal(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.revealBody) { purpose }: z.infer<typeof http.revealBody>,
    @By() by: SignedIn,
  ): Promise<z.input<typeof http.revealedContact>> {
    return this.revealing.reveal(await this.reader.get(id, by.userId), purpose, by);
  }
}
