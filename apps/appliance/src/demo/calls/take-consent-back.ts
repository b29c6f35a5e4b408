import { RecorderCommands, type ContactDetail } from '@voxkeep/operative';
import { demo } from '../site.js';
import { lookInBooks, type CallDesk, type PlacedCall } from './place-call.js';

/** For so long something is kept before the customer thinks better of it, and so long they talk on after that. */
const keptMs = 6_000;
const talksOnMs = 4_000;
const answersWithinMs = 30_000;
const askAgainMs = 1_000;

const isRecorded = ({ recordings }: ContactDetail): boolean => recordings.length > 0;

/**
 * The agent tells the system that the customer takes the consent back, as soon as the books say that it was given, and the call goes on
 * until the recorder has answered: on a busy machine both may take long. Then it is hung up.
 */
export async function takeConsentBack(desk: CallDesk, placed: PlacedCall): Promise<void> {
  const { contact, holds } = await lookInBooks(desk, placed, isRecorded, { ms: Infinity, until: placed.over });
  if (!contact || !holds) return;
  await desk.pause(keptMs, placed.over);
  const commands = new RecorderCommands(desk.site.operative);
  try {
    while (!placed.over.aborted) {
      const command = { contactId: contact.id, kind: 'withdraw', evidenceKind: 'agent' } as const;
      const answer = await commands.askAndWait(command, demo, answersWithinMs);
      if (answer === 'applied' || answer === 'refused') break;
      await desk.pause(askAgainMs, placed.over);
    }
  } finally {
    await commands.onModuleDestroy();
  }
  await desk.pause(talksOnMs, placed.over);
  placed.hangUp();
}
