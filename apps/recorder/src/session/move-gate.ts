import { diagnostics } from '@voxkeep/platform';
import type { SdpOffer } from '@voxkeep/telephony';
import type { SipDialog } from '../sip/endpoint.js';
import { stepFailed } from './events.js';
import type { RecordingSession } from './recording-session.js';

/** Offers the streams of a session again, open or closed as its consent says now. A refusal is noted with the call. Never rejects. */
export async function moveGate(
  session: Pick<RecordingSession, 'streams' | 'answerTerms' | 'isOver' | 'note' | 'contactId'>,
  offer: SdpOffer,
  dialog: Pick<SipDialog, 'reoffer'>,
): Promise<void> {
  try {
    const reserved = await session.streams.reserve(offer, session.answerTerms);
    if (reserved === 'ports-exhausted' || session.isOver) return;
    if ((await dialog.reoffer(reserved.sdp)) === 'refused') session.note('gate.refused');
  } catch (error) {
    diagnostics.record(stepFailed, { contact: session.contactId, step: 'gate', attempt: 1, error });
  }
}
