import type { Provider } from '@nestjs/common';
import { Certificates } from '../certificate/certificates.js';
import { CertificateFiles } from '../certificate/certificate-files.js';
import { CertificateKey } from '../certificate/certificate-key.js';
import { Closure } from './closure.js';
import { ErasureRuns } from './erasure-runs.js';
import { Erasures } from './erasures.js';
import { Execution } from './execution.js';
import { ExecutionParts } from './execution-parts.js';
import { FrozenKeys } from './frozen-keys.js';
import { KeyDestruction } from './key-destruction.js';
import { LiveCalls } from './live-calls.js';
import { LookedAtPlans } from './looked-at-plans.js';
import { Pace } from './pace.js';
import { HoldContacts } from './preview.js';
import { RowErasure } from './row-erasure.js';
import { Scopes, StandingRuleBook } from './scopes.js';
import { vault } from './vault.js';
import { Verification } from './verification.js';

/** Everything that takes part in an erasure. */
export const erasureProviders: Provider[] = [
  { provide: Pace, useFactory: () => new Pace() },
  vault,
  FrozenKeys,
  StandingRuleBook,
  Scopes,
  LookedAtPlans,
  LiveCalls,
  KeyDestruction,
  RowErasure,
  Verification,
  ExecutionParts,
  Execution,
  CertificateKey,
  Certificates,
  CertificateFiles,
  Closure,
  ErasureRuns,
  HoldContacts,
  Erasures,
];
