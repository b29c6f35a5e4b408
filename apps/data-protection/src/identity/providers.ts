import type { Provider } from '@nestjs/common';
import { CaseActsController } from '../cases/case-acts.controller.js';
import { CaseOpening } from '../cases/case-opening.js';
import { OutlineController } from '../person/outline.controller.js';
import { PersonOutlines } from '../person/person-outlines.js';
import { GraphDesk } from './graph-desk.js';
import { IdentityController } from './identity.controller.js';
import { KnownEvents } from './known-events.js';
import { MaskedPoints } from './masked-points.js';
import { OwnRequests } from './own-requests.js';
import { OwnRequestsController } from './own-requests.controller.js';
import { ProposalDesk } from './proposal-desk.js';
import { RequesterPoints } from './requester-points.js';
import { VerificationCodes } from './verification-codes.js';
import { VerificationController } from './verification.controller.js';
import { VerificationDesk } from './verification-desk.js';

/** Who is who, how sure it is who asks, and the acts of a case that follow from it. */
export const identityProviders: Provider[] = [
  ...[GraphDesk, ProposalDesk, VerificationDesk, RequesterPoints, KnownEvents, MaskedPoints],
  ...[VerificationCodes, OwnRequests],
  ...[CaseOpening, PersonOutlines],
];
export const identityControllers = [
  ...[IdentityController, VerificationController, CaseActsController, OutlineController, OwnRequestsController],
];
