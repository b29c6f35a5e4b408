import { http, purposeCodes, type ConsentEvidenceKind } from '@voxkeep/contracts';
import { z } from 'zod';
import { emailPoint, phonePoint, type PointValue } from '../directory/terms.js';

const columns = ['phone', 'email', 'purpose', 'channel', 'state', 'at', 'valid_until', 'wording_version', 'evidence'] as const;
type Column = (typeof columns)[number];

/** Where each known column stands. */
export type ImportHeader = ReadonlyMap<Column, number>;

/** A line that can be taken over. */
export interface ImportLine {
  readonly line: number;
  readonly point: PointValue;
  readonly purpose: string;
  readonly channel: string;
  readonly state: 'given' | 'refused' | 'withdrawn';
  readonly at: Date;
  readonly validUntil: Date | null;
  readonly wordingVersion: string | null;
  readonly evidence: ConsentEvidenceKind;
}
export interface ImportFault {
  readonly line: number;
  readonly column: string;
  readonly code: string;
}

/** A moment with its zone, or a day: its beginning in UTC. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((text) => new Date(text));
const cells = {
  purpose: z.enum(purposeCodes),
  channel: z.enum(['voice']),
  state: z.enum(['given', 'refused', 'withdrawn']),
  at: moment,
  valid_until: moment,
  wording_version: z.string().min(1).max(40),
  evidence: z.enum(http.consentEvidence),
} as const;

/** The header's columns by name, in any order; undefined without the ones that every line needs. */
export function readImportHeader(names: readonly string[]): ImportHeader | undefined {
  const header = new Map<Column, number>();
  for (const [at, name] of names.entries()) {
    const known = columns.find((column) => column === name.trim().toLowerCase().replaceAll(' ', '_'));
    if (known) header.set(known, at);
  }
  const hasPoint = header.has('phone') || header.has('email');
  return hasPoint && header.has('purpose') && header.has('state') && header.has('at') ? header : undefined;
}

/** Reads one line; the first cell that is wrong is named, never its value. */
export function readImportLine(
  header: ImportHeader,
  line: number,
  values: readonly string[],
  { region, now }: { readonly region: string; readonly now: Date },
): ImportLine | ImportFault {
  const cell = (column: Column): string => (values[header.get(column) ?? -1] ?? '').trim();
  const fault = (column: Column, code: string): ImportFault => ({ line, column, code });
  const point = pointOf(cell('phone'), cell('email'), region);
  if (point === undefined) return fault('phone', 'required');
  if ('refused' in point) return fault(cell('phone') === '' ? 'email' : 'phone', point.refused);
  const read = readCells(cell);
  if ('wrong' in read) return fault(read.wrong, 'invalid');
  if (read.at > now) return fault('at', 'out-of-range');
  if (read.validUntil !== null && read.validUntil <= read.at) return fault('valid_until', 'out-of-range');
  if (read.state === 'given' && read.wordingVersion === null) return fault('wording_version', 'required');
  return { line, point, ...read };
}

function pointOf(phone: string, email: string, region: string): ReturnType<typeof phonePoint> | undefined {
  if (phone !== '') return phonePoint(phone, region);
  return email === '' ? undefined : emailPoint(email);
}

type Read = Omit<ImportLine, 'line' | 'point'>;

function readCells(cell: (column: Column) => string): Read | { readonly wrong: Column } {
  const or = (column: Column, otherwise: string) => (cell(column) === '' ? otherwise : cell(column));
  const optional = ['valid_until', 'wording_version'] as const;
  const texts = { ...{ purpose: cell('purpose'), channel: or('channel', 'voice'), state: cell('state') } };
  const shape = z.object({
    ...{ purpose: cells.purpose, channel: cells.channel, state: cells.state, at: cells.at, evidence: cells.evidence },
    ...{ valid_until: cells.valid_until.nullable(), wording_version: cells.wording_version.nullable() },
  });
  const [validUntil, version] = optional.map((column) => (cell(column) === '' ? null : cell(column)));
  const read = shape.safeParse({
    ...texts,
    ...{ at: cell('at'), evidence: or('evidence', 'contract'), valid_until: validUntil, wording_version: version },
  });
  if (!read.success) return { wrong: columns.find((column) => column === read.error.issues[0]?.path[0]) ?? 'state' };
  const { valid_until, wording_version, ...rest } = read.data;
  return { ...rest, validUntil: valid_until, wordingVersion: wording_version };
}
