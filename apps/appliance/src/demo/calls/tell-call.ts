import type { ContactDetail } from '@voxkeep/operative';
import { tellContact } from '../../operator/contact-in-words.js';
import { lookInBooks, type CallDesk, type PlacedCall } from './place-call.js';

/** The books follow a call; on a busy machine they follow late. */
const booksFollowMs = 60_000;

const hasOutcome = ({ outcomes }: ContactDetail): boolean => outcomes.length > 0;

/** Whether it is known what becomes of the sound of a call: it is kept, or the customer said no, or the call is over. */
const isDecided = ({ recordings, consents, closedAt }: ContactDetail): boolean =>
  recordings.length > 0 || consents.some(({ state }) => state === 'refused') || closedAt !== null;

/** Tells of a call that is over what the books say of it. True when it came to its end, as opposed to an appliance that stops. */
export async function tellEnd(desk: CallDesk, placed: PlacedCall): Promise<boolean> {
  const answer = await placed.answer;
  if (desk.stop.aborted) return false;
  desk.say(`${nameOf(placed)}: ${await endOf(desk, placed, answer)}.`);
  return 'outcome' in answer && answer.outcome === 'completed';
}

async function endOf(desk: CallDesk, placed: PlacedCall, answer: Awaited<PlacedCall['answer']>): Promise<string> {
  if ('refused' in answer) return `could not be placed: ${answer.refused}`;
  if (answer.outcome === 'no-answer') return 'the recorder did not answer';
  if (answer.outcome === 'rejected') return `the recorder refused the call (SIP ${answer.status ?? 0})`;
  const { contact } = await lookInBooks(desk, placed, hasOutcome, { ms: booksFollowMs, until: desk.stop });
  return contact ? tellContact(contact, true) : 'over, and not in the books so far';
}

/** Tells of a call that goes on what the books say of it by now; of one that did not begin, why. */
export async function tellBeginning(desk: CallDesk, placed: PlacedCall): Promise<void> {
  const until = AbortSignal.any([desk.stop, placed.over]);
  const { contact } = await lookInBooks(desk, placed, isDecided, { ms: booksFollowMs, until });
  if (placed.over.aborted) {
    await tellEnd(desk, placed);
    return;
  }
  if (desk.stop.aborted) return;
  desk.say(`${nameOf(placed)}: ${contact ? tellContact(contact) : 'is being set up; it will appear under Live'}.`);
}

function nameOf({ call: { customer, extension } }: PlacedCall): string {
  return `Call from ${customer} to ${extension}`;
}
