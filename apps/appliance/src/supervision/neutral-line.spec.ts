import { neutralLine } from './neutral-line.js';

describe('a line of a program that is not a declared event', () => {
  it('passes when it is JSON, because the program has guarded it', () => {
    expect(neutralLine('{"event":"call.started"}')).toBe('{"event":"call.started"}');
  });

  it('is lost when it is the JSON of a library, which has passed no guard', () => {
    expect(neutralLine('{"msg":"call from +37251234567"}')).toBeUndefined();
  });

  it('keeps the class of an error and loses its message', () => {
    expect(neutralLine('TypeError: cannot call +372 5123 4567')).toBe('TypeError (message withheld)');
  });

  it('keeps where it happened', () => {
    expect(neutralLine('    at Recorder.accept (/srv/voxkeep/dist/apps/recorder/src/main.js:12:7)')).toBe(
      '  at src/main.js:12:7',
    );
  });

  it('keeps codes', () => {
    expect(neutralLine("  code: 'EADDRINUSE',")).toBe('  code EADDRINUSE');
  });

  it.each(['hello Mari Maasikas', '  address: "+37251234567"', '', "  code: 'Mari Maasikas'"])('is lost otherwise', (line) => {
    expect(neutralLine(line)).toBeUndefined();
  });
});
