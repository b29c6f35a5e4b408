import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, AsksPurpose, By, SignedIn, ZodBody } from '@voxkeep/platform';
import { z } from 'zod';
import { DirectorySearch, type DirectoryPage } from './directory-search.js';
import { NewEntries } from './new-entries.js';

const directoryPage = z.object({ items: z.array(http.directoryRow), next: z.string().optional() });

/** The directory of customers, colleagues and queues. */
@Controller('directory')
export class DirectoryController {
  constructor(
    @Inject(DirectorySearch) private readonly searching: DirectorySearch,
    @Inject(NewEntries) private readonly entries: NewEntries,
  ) {}

  @Post('search')
  @HttpCode(200)
  @Allows('directory-entry', 'view')
  @AsksPurpose()
  @Answers(directoryPage)
  search(
    @ZodBody(http.directorySearchBody) body: z.output<typeof http.directorySearchBody>,
    @By() by: SignedIn,
  ): Promise<DirectoryPage> {
    return this.searching.page(body, by);
  }

  @Post('entries')
  @Allows('directory-entry', 'create')
  @Answers(http.created)
  async create(
    @ZodBody(http.directoryEntryBody) body: z.output<typeof http.directoryEntryBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.created>> {
    return { id: await this.entries.create(body, by) };
  }
}
