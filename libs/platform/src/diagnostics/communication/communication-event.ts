import { VoxkeepError } from '@voxkeep/contracts';

/** One field of a communication event. Unlike the fields of the log it may show who spoke to whom. */
export interface CommunicationField<In> {
  readonly show: (value: In) => string | number | boolean | null;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a field's input type is only known to its event
export type CommunicationFields = Readonly<Record<string, CommunicationField<any>>>;
type Input<F> = F extends CommunicationField<infer In> ? In : never;

/** The values of an event; null stands for what is not known. */
export type CommunicationValues<F extends CommunicationFields> = { readonly [K in keyof F]: Input<F[K]> | null };

/** A kind of line of a stream, declared once. Its type keeps it out of the log, which takes no such event. */
export interface CommunicationEvent<F extends CommunicationFields> {
  readonly communication: string;
  readonly fields: F;
}

/** Declares an event that may carry personal data and is only ever written under an open grant. */
export function defineCommunicationEvent<F extends CommunicationFields>(communication: string, fields: F): CommunicationEvent<F> {
  if (!/^[a-z][a-z-]*(\.[a-z][a-z-]*)+$/.test(communication))
    throw new VoxkeepError('diagnostics.event-name', { event: communication });
  return { communication, fields };
}

const longest = 500;

/** A number, address or header value as the other side sent it; cut after 500 characters. */
export function said(): CommunicationField<string> {
  return { show: (value) => value.slice(0, longest) };
}

/** Several of them in one field, separated by spaces. */
export function saidList(): CommunicationField<readonly string[]> {
  return { show: (values) => values.join(' ').slice(0, longest) };
}

/** A random id of this site. */
export function siteId(): CommunicationField<string> {
  return { show: (value) => value };
}

/** A count or a duration in milliseconds. */
export function figure(): CommunicationField<number> {
  return { show: (value) => (Number.isFinite(value) ? Math.round(value) : null) };
}
