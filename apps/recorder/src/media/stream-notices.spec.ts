import { StreamNotices, type StreamNotice } from './stream-notices.js';

describe('the notices of a stream', () => {
  const open = () => {
    const told: StreamNotice[] = [];
    return { told, notices: new StreamNotices((notice) => told.push(notice)) };
  };
  const jump = (ms: number): StreamNotice => ({ code: 'clock-jumped', ms });

  it('are told at once, and each kind at most once in five seconds', () => {
    const { told, notices } = open();
    for (let at = 0; at < 20_000; at += 20) notices.note(jump(at), at);
    notices.note({ code: 'other-payload', payloadType: 0 }, 20_000);
    expect(told.map((notice) => ('ms' in notice ? notice.ms : notice.code))).toEqual([
      0,
      5000,
      10_000,
      15_000,
      19_980,
      'other-payload',
    ]);
  });

  it('are not lost: the last one that was held back follows when its kind is due, or at the end', () => {
    const { told, notices } = open();
    for (const ms of [1, 2, 3]) notices.note(jump(ms), ms);
    notices.tick(5000);
    expect(told).toEqual([jump(1)]);
    notices.tick(5001);
    expect(told).toEqual([jump(1), jump(3)]);
    notices.note(jump(4), 5002);
    notices.finish(5003);
    notices.finish(5004);
    expect(told).toEqual([jump(1), jump(3), jump(4)]);
  });
});
