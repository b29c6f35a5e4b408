import type { AudioChannel, RecordingAlarm } from '@voxkeep/contracts';
import { recordingNow } from './recording-now';

const wrong = (alarm: RecordingAlarm, channel: AudioChannel | null = 'customer') => ({ alarm, channel, raisedAt: '' });
const all = [wrong('nothing-came'), wrong('nothing-came', 'agent')];

describe('the recording of a live contact', () => {
  it.each([
    ['recording', 'connected', 'recording', []],
    ['recording', 'connected', 'recording', [wrong('foreign-packets'), wrong('other-codec')]],
    ['recording', 'connected', 'recording', [wrong('journal-failing', null)]],
    ['in-part', 'connected', 'recording', [wrong('silent-party')]],
    ['nothing-comes', 'connected', 'recording', all],
    ['nothing-comes', 'connected', 'recording', [wrong('stopped-coming'), wrong('stopped-coming', 'agent')]],
    ['nothing-comes', 'connected', 'recording', [wrong('stopped-coming', 'mixed')]],
    ['paused', 'connected', 'paused', []],
    ['stopped', 'connected', 'stopped', []],
    ['stopped-by-user', 'connected', 'stopped-by-user', []],
    ['none', 'waiting', 'none', []],
    ['waits-for-vault', 'ended', 'recording', [wrong('vault-failing', null)]],
  ] as const)('is %s, where the call is %s, the recording %s', (word, state, recording, alarms) => {
    const contact = { state, recording, alarms: [...alarms] };
    expect(recordingNow(contact)).toBe(word);
  });
});
