import type { ContactDetail } from '@voxkeep/operative';
import type { CallFact } from '@voxkeep/recording';

type FactOf<K extends CallFact['kind']> = Extract<CallFact, { readonly kind: K }>;
type InBooks = Pick<ContactDetail, 'isErased' | 'recordings' | 'consents' | 'events'>;

/** What is known of a call whose recorder died. */
export interface KnownCall {
  readonly recordingId: string;
  readonly facts: readonly CallFact[];
  /** Its contact in the books; none: the books do not know it yet. */
  readonly inBooks: InBooks | undefined;
  /** Whether a no takes away what was kept before. */
  readonly destroys: boolean;
  /**
   * Segments of which the journal's frames were overwritten, and recordings whose facts are marked: only what is taken back is, and the
   * disk had no room to say so.
   */
  readonly forgotten: ReadonlySet<string>;
  /** When its recorder died, milliseconds since the epoch. */
  readonly cutOffAt: number;
}

/**
 * The fact that the audio of a call goes, where its recorder had heard a no, or the books say so, or its contact was erased, and the journal
 * does not tell that it was carried out: a no by key is nobody's command, so that nobody asks for it again.
 */
export function dropNotTold(call: KnownCall): FactOf<'dropped'> | undefined {
  const { recordingId, facts, inBooks, cutOffAt } = call;
  const grant = facts.findLast((fact) => fact.kind === 'grant');
  if (grant?.kind !== 'grant' || facts.some(({ kind }) => kind === 'dropped')) return undefined;
  const at = removedAt(recordingId, inBooks) ?? saidAt(call, grant) ?? (inBooks?.isErased === true ? cutOffAt : undefined);
  return at === undefined ? undefined : { kind: 'dropped', at };
}

/** When a no was said that takes away what was kept. What was overwritten is gone, whatever is known of the no. */
function saidAt(
  { recordingId, facts, inBooks, destroys, forgotten, cutOffAt }: KnownCall,
  grant: FactOf<'grant'>,
): number | undefined {
  const isMarked = forgotten.has(recordingId);
  const isGone = isMarked || facts.some((fact) => fact.kind === 'segment' && forgotten.has(fact.segmentId));
  if (!isGone && (!destroys || facts.some(({ kind }) => kind === 'end'))) return undefined;
  return heardAt(facts) ?? refusedAt(inBooks, grant) ?? (isGone ? cutOffAt : undefined);
}

/** Whether the last word of a contact is a no. */
export function isRefused({ consents }: Pick<ContactDetail, 'consents'>): boolean {
  return isNo(lastWord(consents)?.state);
}

/** Whether the last word among these facts is a no; whether the audio is to go is more than that. */
export function isNoLast(facts: readonly CallFact[]): boolean {
  return noLast(facts) !== undefined;
}

const heardAt = (facts: readonly CallFact[]): number | undefined => noLast(facts)?.at;

function noLast(facts: readonly CallFact[]): FactOf<'consent'> | undefined {
  const last = facts.findLast((fact) => fact.kind === 'consent' && fact.state !== 'asked');
  return last?.kind === 'consent' && isNo(last.state) ? last : undefined;
}

/** A no that came before a spoken yes of this call is about another one of its contact; a notice is no yes that could follow one. */
function refusedAt(inBooks: InBooks | undefined, { at, grant }: FactOf<'grant'>): number | undefined {
  const last = inBooks && lastWord(inBooks.consents);
  if (!isNo(last?.state) || last === undefined) return undefined;
  const { kind } = grant.evidence;
  const isSpoken = kind === 'digit' || kind === 'api' || kind === 'standing';
  return isSpoken && last.at.getTime() < at ? undefined : Math.max(last.at.getTime(), at);
}

/** When the row in which a recording stands was emptied, by the same moment as the books have it, so that it is not told twice. */
function removedAt(recordingId: string, inBooks: InBooks | undefined): number | undefined {
  const row = inBooks?.recordings.find(
    ({ id, segments }) => id === recordingId || segments.some(({ sealedAs }) => sealedAs === recordingId),
  );
  if (!inBooks || row?.state !== 'removed') return undefined;
  const told = inBooks.events.findLast(({ kind, subjectId }) => kind === 'recording.removed' && subjectId === row.id);
  return (told?.at ?? row.endedAt ?? row.startedAt).getTime();
}

const isNo = (state: string | undefined): boolean => state === 'withdrawn' || state === 'refused';
const lastWord = (consents: InBooks['consents']) => consents.findLast(({ state }) => state !== 'asked');
