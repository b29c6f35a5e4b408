import type { AudioChannel, RecordingAlarm } from '@voxkeep/contracts';
import { isRecorded, recordingNow } from './recording-now';

const wrong = (alarm: RecordingAlarm, channel: AudioChannel | null = 'customer') => ({ alarm, channel, raisedAt: '' });
const all = [wrong('nothing-came'), wrong('nothing-came', 'agent')];

describe('the recording of a live contact', () => {
  it.each([
    ['recording', true, 'connected', 'recording', []],
    ['recording', true, 'connected', 'recording', [wrong('foreign-packets'), wrong('other-codec')]],
    ['recording', false, 'connected', 'recording', [wrong('journal-failing', null)]],
    ['in-part', false, 'connected', 'recording', [wrong('silent-party')]],
    ['nothing-comes', false, 'connected', 'recording', all],
    ['nothing-comes', false, 'connected', 'recording', [wrong('stopped-coming'), wrong('stopped-coming', 'agent')]],
    ['nothing-comes', false, 'connected', 'recording', [wrong('stopped-coming', 'mixed')]],
    ['paused', false, 'connected', 'paused', []],
    ['stopped', false, 'connected', 'stopped', []],
    ['stopped-by-user', false, 'connected', 'stopped-by-user', []],
    ['none', false, 'waiting', 'none', []],
    ['waits-for-vault', false, 'ended', 'recording', [wrong('vault-failing', null)]],
  ] as const)('is %s and counts: %s, where the call is %s, the recording %s', (word, counts, state, recording, alarms) => {
    const contact = { state, recording, alarms: [...alarms] };
    expect([recordingNow(contact), isRecorded(contact)]).toEqual([word, counts]);
  });
});
