import type { Provider } from '@nestjs/common';
import { AccessHistory } from './access-history.js';
import { EmployeeReports } from './employee-reports.js';
import { IdentityMap } from './identity-map.js';
import { emptyPorts, ReportPorts } from './ports.js';
import { ReportBuilder } from './report-builder.js';
import { ReportLanguages } from './report-languages.js';
import { Reports } from './reports.js';
import { StaffRoles } from './staff-roles.js';
import { Surroundings } from './surroundings.js';

/** Everything that builds and writes reports; neighbours bind the ports after it. */
export const reportProviders: readonly Provider[] = [
  ...emptyPorts,
  ...[ReportPorts, ReportLanguages, AccessHistory, StaffRoles, Surroundings, IdentityMap],
  ...[ReportBuilder, Reports, EmployeeReports],
];
