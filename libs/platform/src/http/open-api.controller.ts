import { Controller, Get } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { programVersion } from '../database/schema-version.js';
import { Public } from './access-declaration.js';
import { openApiDocument } from './open-api.js';

/** The API's own description. */
@Controller('openapi.json')
@Public('the description of the interface holds nothing of the site')
export class OpenApiController {
  private document: object | undefined;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly config: ApplicationConfig,
  ) {}

  @Get()
  describe(): object {
    this.document ??= openApiDocument(this.modules, this.config.getGlobalPrefix(), programVersion);
    return this.document;
  }
}
