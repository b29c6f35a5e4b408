import type { Provider } from '@nestjs/common';
import { CaseFileController } from './case-file.controller.js';
import { CaseFiles } from './case-files.js';
import { FreezesController } from './freezes.controller.js';
import { Freezing } from './freezing.js';
import { IncidentDesk } from './incident-desk.js';
import { IncidentsController } from './incidents.controller.js';
import { systemAnswers } from './system-answers.js';
import { SystemTasksController } from './system-tasks.controller.js';
import { TemplatesController } from './templates.controller.js';

export const evidenceControllers = [
  SystemTasksController,
  IncidentsController,
  FreezesController,
  TemplatesController,
  CaseFileController,
];

/** Everything of registers and evidence. After the empty ports of the report: the later provider of a token counts. */
export const evidenceProviders: readonly Provider[] = [systemAnswers, IncidentDesk, Freezing, CaseFiles];
