import { Inject, Injectable } from '@nestjs/common';
import type { RejectedLine } from '@voxkeep/outbound';
import type { SignedIn } from '@voxkeep/platform';
import { KnownPoints } from '../directory/known-points.js';
import { SuppressedPoints } from '../directory/suppressed-points.js';
import type { PointValue } from '../directory/terms.js';
import type { CallListFile, ReadLine } from './call-list-file.js';

/** The lines of a file that may come in, with the contact point of each term, and those that may not. */
export interface ListedPointsOf {
  readonly lines: readonly ReadLine[];
  readonly idOf: (term: string) => string;
  readonly rejected: readonly RejectedLine[];
}

/** Brings the numbers and addresses of a file into the directory. A line with a suppressed one is refused and leaves nothing behind. */
@Injectable()
export class ListedPoints {
  constructor(
    @Inject(KnownPoints) private readonly points: KnownPoints,
    @Inject(SuppressedPoints) private readonly suppressed: SuppressedPoints,
  ) {}

  /** Throws 429 when the keyring limits look-ups for too long. */
  async of({ customers, rejected }: CallListFile, by: SignedIn): Promise<ListedPointsOf> {
    const suppressed = await this.suppressed.among(customers.flatMap(valuesOf), by);
    const refused = new Map(customers.flatMap((line) => faultOf(line, suppressed)).map((fault) => [fault.line, fault]));
    const lines = customers.filter(({ line }) => !refused.has(line));
    const ids = await this.points.ensure(lines.flatMap(valuesOf), by);
    return { lines, idOf: (term) => ids.get(term) ?? '', rejected: inOrder([...rejected, ...refused.values()]) };
  }
}

function valuesOf({ phones, email }: ReadLine): readonly PointValue[] {
  return email ? [...phones, email] : phones;
}

function faultOf({ line, phones, email }: ReadLine, suppressed: ReadonlySet<string>): readonly RejectedLine[] {
  const phone = phones.find(({ term }) => suppressed.has(term));
  if (phone) return [{ line, column: phone.column, code: 'suppressed' }];
  return email && suppressed.has(email.term) ? [{ line, column: 'email', code: 'suppressed' }] : [];
}

function inOrder(faults: readonly RejectedLine[]): readonly RejectedLine[] {
  return [...faults].sort((a, b) => a.line - b.line);
}
