import { forgetSettings } from '@voxkeep/platform';
import { recorderOptions } from './recorder-options.js';

describe('the silence that a recorder bears', () => {
  const before = { ...process.env };
  const set = (values: Readonly<Record<string, string>>) => {
    Object.assign(process.env, values);
    forgetSettings();
  };
  afterEach(() => {
    process.env = { ...before };
    forgetSettings();
  });

  it('is what its settings say, each for itself', () => {
    set({
      VOXKEEP_RECORDER_ASK_AFTER_SECONDS: '20',
      VOXKEEP_RECORDER_ASK_PAUSED_AFTER_SECONDS: '400',
      VOXKEEP_RECORDER_END_AFTER_SECONDS: '900',
    });
    expect(recorderOptions().silence).toEqual({ askAfterMs: 20_000, askPausedAfterMs: 400_000, endAfterMs: 900_000 });
  });

  it('is a minute, or five of a pause, before its client is asked, and two hours before it ends, unless set', () => {
    set({});
    expect(recorderOptions().silence).toEqual({ askAfterMs: 60_000, askPausedAfterMs: 300_000, endAfterMs: 7_200_000 });
  });
});
