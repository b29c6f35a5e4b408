import { Controller, Get, Header, Inject } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { catalogue, describeCatalogue, type PlainJson } from '@voxkeep/personal-data';
import { Allows, Answers, ZodQuery } from '@voxkeep/platform';
import type { z } from 'zod';
import { DELETION_TERMS, type DeletionTerms } from '../report/ports.js';
import { dataMapOf } from './data-map.js';
import { dpvOf } from './dpv.js';
import { RecordsOfProcessing } from './records.js';

/** The catalogue of personal data as people and machines read it. It names tables and terms, and nobody. */
@Controller('catalogue')
@Allows('personal-data-protection', 'use')
export class CatalogueController {
  constructor(
    @Inject(DELETION_TERMS) private readonly terms: DeletionTerms,
    @Inject(RecordsOfProcessing) private readonly records: RecordsOfProcessing,
  ) {}

  @Get('data-map')
  @Answers(http.dataMap)
  async dataMap(): Promise<http.DataMap> {
    return dataMapOf(catalogue(), await this.terms.all());
  }

  @Get('record')
  @Answers(http.recordOfProcessing)
  async record(@ZodQuery(http.recordQuery) { language }: z.output<typeof http.recordQuery>): Promise<http.RecordOfProcessing> {
    return this.records.make(language, await this.terms.all());
  }

  @Get('record.jsonld')
  @Header('content-type', 'application/ld+json')
  @Header('content-disposition', 'attachment; filename="record-of-processing.jsonld"')
  async jsonLd(): Promise<object> {
    return dpvOf(catalogue(), await this.terms.all());
  }

  @Get('catalogue.json')
  @Header('content-disposition', 'attachment; filename="catalogue.json"')
  whole(): PlainJson {
    return describeCatalogue();
  }
}
