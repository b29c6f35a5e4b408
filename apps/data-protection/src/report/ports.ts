import { Inject, Injectable, type Provider } from '@nestjs/common';
import type { SubjectKeys } from '@voxkeep/personal-data';

/** What another system of the controller said to a case. */
export interface OtherSystemAnswer {
  readonly name: string;
  readonly state: 'answered' | 'outstanding';
  readonly by: string | null;
  /** ISO 8601. */
  readonly at: string | null;
  /** ISO 8601: when its owner was asked, and so told of the request. */
  readonly askedAt?: string | null;
  /** A code, e.g. `nothing-held`. */
  readonly outcome: string | null;
}
/** A legal hold over data of the person. `basis` is a code. */
export interface HoldNotice {
  readonly reference: string;
  readonly basis: string;
  readonly since: string;
  readonly contact: string;
}
/** An open log of communication events that covers the person. `purpose` is a code. */
export interface OpenStream {
  readonly openedAt: string;
  readonly expiresAt: string;
  readonly purpose: string;
}

export const OTHER_SYSTEM_ANSWERS = Symbol('OTHER_SYSTEM_ANSWERS');
export const HOLD_NOTICES = Symbol('HOLD_NOTICES');
export const DELETION_TERMS = Symbol('DELETION_TERMS');
export const OPEN_STREAMS = Symbol('OPEN_STREAMS');

export interface OtherSystemAnswers {
  of(caseId: string): Promise<readonly OtherSystemAnswer[]>;
}
export interface HoldNotices {
  over(keys: SubjectKeys): Promise<readonly HoldNotice[]>;
}
export interface DeletionTerms {
  /** Days by deletion class of the catalogue; a class without a term is not there. */
  all(): Promise<ReadonlyMap<string, number>>;
}
export interface OpenStreams {
  over(keys: SubjectKeys): Promise<readonly OpenStream[]>;
}

/** What a report says of things that other parts of the product keep. */
@Injectable()
export class ReportPorts {
  constructor(
    @Inject(OTHER_SYSTEM_ANSWERS) readonly otherSystems: OtherSystemAnswers,
    @Inject(HOLD_NOTICES) readonly holds: HoldNotices,
    @Inject(DELETION_TERMS) readonly terms: DeletionTerms,
    @Inject(OPEN_STREAMS) readonly streams: OpenStreams,
  ) {}
}

/** Each port with nothing behind it; a later provider of the same token takes its place. */
export const emptyPorts: readonly Provider[] = [
  { provide: OTHER_SYSTEM_ANSWERS, useValue: { of: () => Promise.resolve([]) } satisfies OtherSystemAnswers },
  { provide: HOLD_NOTICES, useValue: { over: () => Promise.resolve([]) } satisfies HoldNotices },
  { provide: DELETION_TERMS, useValue: { all: () => Promise.resolve(new Map()) } satisfies DeletionTerms },
  { provide: OPEN_STREAMS, useValue: { over: () => Promise.resolve([]) } satisfies OpenStreams },
];
