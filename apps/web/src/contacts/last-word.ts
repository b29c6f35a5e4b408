import type { http } from '@voxkeep/contracts';

type Consent = Pick<http.ContactDetail['consents'][number], 'state'>;

/** What a customer said last of being recorded; a question is no word. */
export function lastWordOf<State extends Consent>(consents: readonly State[]): State | undefined {
  return consents.findLast(({ state }) => state !== 'asked');
}

/** Whether a state of a consent is a no: of one who was asked, told, or had agreed before. */
export function isNo(state: string | undefined): boolean {
  return state === 'refused' || state === 'withdrawn';
}
