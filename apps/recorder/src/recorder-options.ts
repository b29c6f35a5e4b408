import { settings } from '@voxkeep/platform';
import type { RecorderOptions } from './session/recorder-terms.js';

/** How the recorder of this process is set up, as its settings say. */
export function recorderOptions(): RecorderOptions {
  const { recorder, sip, vault, journal } = settings();
  return {
    recorderId: recorder.id,
    sip: { address: sip.address, port: sip.port, rtpLow: sip.rtpLow, rtpHigh: sip.rtpHigh },
    vault,
    journalFolder: journal.directory,
    ...(journal.second !== undefined && { secondJournalFolder: journal.second }),
    silence: {
      askAfterMs: recorder.askAfterSeconds * 1000,
      askPausedAfterMs: recorder.askPausedAfterSeconds * 1000,
      endAfterMs: recorder.endAfterSeconds * 1000,
    },
  };
}
