import { Controller, HttpCode, Inject, Post, StreamableFile } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Public, ZodBody } from '@voxkeep/platform';
import type { z } from 'zod';
import { Links } from './links.js';

/** Where a person from outside fetches the answer to a request. */
@Controller('collect')
export class CollectController {
  constructor(@Inject(Links) private readonly links: Links) {}

  @Post()
  @HttpCode(200)
  @Public(
    'the holder of a link has no account; the link and a passphrase told by another way stand for one, each attempt on record',
  )
  async collect(@ZodBody(http.collectBody) { token, passphrase }: z.infer<typeof http.collectBody>): Promise<StreamableFile> {
    const { name, stream } = await this.links.collect(token, passphrase);
    return new StreamableFile(stream, { type: 'application/zip', disposition: `attachment; filename="${name}"` });
  }
}
