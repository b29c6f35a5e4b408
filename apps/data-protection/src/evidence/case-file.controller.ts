import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, By, SignedIn, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { CaseFiles } from './case-files.js';

type IdPath = z.infer<typeof http.idPath>;

/** The file of a case as an archive. */
@Controller('cases/:id/case-file.zip')
@Allows('personal-data-protection', 'use')
export class CaseFileController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(CaseFiles) private readonly files: CaseFiles,
  ) {}

  @Get()
  async file(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<StreamableFile> {
    const archive = await this.files.make(await this.desk.get(id), by.userId);
    return new StreamableFile(archive.stream, { type: 'application/zip', disposition: 'attachment; filename="case-file.zip"' });
  }
}
