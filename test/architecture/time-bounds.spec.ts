import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { importsOf } from '../support/imports-of.js';
import { findTimeBounds } from '../support/time-bounds.js';

/** Where a test may look at the clock, each with the reason. */
const reasons: Readonly<Record<string, string>> = {
  'test/support/sip-probe.ts': 'asks again over UDP, which may lose what is sent',
  'test/support/patience.setup.ts': 'the one patience of all tests',
  'apps/recorder/src/session/scripted-client.fixture.ts': 'sends a packet every 20 ms, as telephony does',
  'apps/recorder/src/session/contact/open-contact.spec.ts':
    'sets a timer that ends before the one it is compared with, which fire in that order on any machine',
  'apps/recorder/src/sip/torture.spec.ts':
    'a peer repeats its question over UDP until it is answered; tables are looked at until they are empty',
  'apps/recorder/src/sip/wire/linear-time.spec.ts':
    'compares the CPU time of an octet with itself, 64 kB against 1 kB, where quadratic is 64 times and 8 is the bound',
  'apps/recorder/src/test-call/test-call.spec.ts': 'gives packets the time of their arrival',
  'libs/recording/src/call/measure-channels.spec.ts':
    'compares the time of a hold with itself, among many against among few, where quadratic is 256 times and 64 is the bound',
  'libs/telephony/src/siprec/linear-time.spec.ts':
    'compares the time of an octet with itself, 64 kB against 1 kB, where quadratic is 64 times and 8 is the bound',
  'test/fixtures/make-site.ts': 'makes a fixture from real calls; no test runs it',
  'apps/recorder/src/media/quiet-ports.spec.ts':
    'sends to a port again and again, as a client does that goes on with a call of before',
  'apps/recorder/src/media/rtp-port.spec.ts': 'sends to a port again and again, as a client does that goes on behind a good-bye',
  'apps/recorder/src/session/ports-of-before.db-spec.ts':
    'sends a packet every 20 ms, as telephony does, for longer than a stranger needs to prove itself; that nothing came of it is no bound',
  'test/support/voxkeep.ts': 'ends a command that hangs',
  'test/support/until.ts': 'the one wait for what cannot be waited for in another way',
  'test/bench/load/caller.ts': 'begins each call of a load when it is due; what was sent when is written down and judged by that',
  'test/bench/load/dialog.ts': 'repeats a SIP request over UDP as RFC 3261 has it, and gives up as a client does',
  'test/bench/load/judge.ts': 'divides the one patience among the calls of a load',
  'test/bench/load/place-load.ts': 'ends a process of a load that hangs; tests place theirs without one',
  'test/bench/load/slot-clock.ts':
    'sends a packet every 20 ms, as telephony does; one that is late is sent late and no test minds',
  'test/bench/load/within.ts': 'asks again until the patience it was given is over',
};

const skipped = new Set(['node_modules', 'dist', 'var', 'bench']);
const benches = 'test/bench/';
const isTest = (file: string): boolean => /(spec|fixture)\.tsx?$/.test(file) || /^test\/.*\.ts$/.test(file);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(place);
    return isTest(place) ? [place] : [];
  });
}

/** Files of the tests, and what they import of the benches, by whatever way. */
function filesOfTests(): ReadonlySet<string> {
  const files = new Set(['apps', 'libs', 'test'].flatMap(filesBelow));
  // A set hands out what is added to it while it is gone through.
  for (const file of files) for (const imported of importsOf(file)) if (imported.startsWith(benches)) files.add(imported);
  return files;
}

describe('the speed of the machine', () => {
  const bounded = new Map(
    [...filesOfTests()].flatMap((file) => {
      const found = findTimeBounds(readFileSync(file, 'utf8'));
      return found.length > 0 ? [[file, found.map(({ line, what }) => `${file}:${line} ${what}`)] as const] : [];
    }),
  );

  it('decides about no test: nothing is measured, paused for, or bounded in time', () => {
    expect([...bounded].filter(([file]) => reasons[file] === undefined).flatMap(([, places]) => places)).toEqual([]);
  });

  it('is excused nowhere without need', () => {
    expect(Object.keys(reasons).filter((file) => !bounded.has(file))).toEqual([]);
  });

  it.each([
    ['own time-out', 'jest.setTimeout(60_000);'],
    ['own time-out', "it('stands', async () => {}, 15_000);"],
    ['own time-out', "it.each([1])('stands %i', (n) => {}, 5000);"],
    ['own time-out', 'beforeAll(async () => {}, 60_000);'],
    ['own time-out', "it('stands', async () => {}, 3 * shortMs);"],
    ['own time-out', "it.each([1])('stands %i', (n) => {}, shortMs);"],
    ['own time-out', 'afterAll(end, shortMs);'],
    ['measured time', 'expect(performance.now() - began).toBeLessThan(15_000);'],
    ['measured time', 'expect(Date.now() - startedAt).toBeLessThan(1000);'],
    ['measured time', 'const began = process.hrtime.bigint();'],
    ['fixed pause', 'await new Promise((later) => setTimeout(later, 500));'],
    ['fixed pause', "import { setTimeout as pause } from 'node:timers/promises';\nawait pause(200);"],
    ['bound in an option', 'await page.waitForEvent("download", { timeout: 60_000 });'],
    ['bound in an option', 'await page.waitForEvent("download", { timeout: shortMs });'],
    ['bound in an option', 'await page.waitForEvent("download", { timeout });'],
    ['bound in an option', 'once(socket, "message", { signal: AbortSignal.timeout(400) });'],
  ])('is seen as %s in: %s', (what, line) => {
    expect(findTimeBounds(line).map((found) => found.what)).toContain(what);
  });

  it.each([
    'const openedAt = new Date(Date.now() - 5 * hour);',
    "await until('the appliance is ready', () => said.includes('ready'));",
    "const code = 'setTimeout(() => 0, 1000)';",
    "import { setImmediate } from 'node:timers/promises';\nawait setImmediate();",
    'expect(contacts.length).toBeLessThan(400);',
    "it('is one', () => {});",
    "it('is one', isOne);",
    "it('is one', () => {}, 2 * patienceMs);",
    'await page.waitForEvent("download", { timeout: patienceMs });',
    "it.each([[1, 2]])('is %i', (one) => {});",
  ])('is not seen in: %s', (line) => {
    expect(findTimeBounds(line)).toEqual([]);
  });
});
