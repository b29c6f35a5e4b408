import { execFileSync, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { TestAppliance } from './appliance.js';
import { remember } from './leftovers.js';
import { patienceMs } from './patience.js';

/** A Chromium that runs here, and what it needs in its environment. */
interface FoundBrowser {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Where a distribution puts it. */
const systemPrograms = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];
const words = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--no-pings',
  '--password-store=basic',
];

/** Starts the first Chromium that runs: the one named in CHROMIUM_BIN, the system's, or the one inside @sparticuz/chromium. Throws a sentence when there is none. */
export async function startBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: words, env: { ...process.env, ...env } });
  browser.once(
    'disconnected',
    remember(() => browser.close()),
  );
  return browser;
}

async function findBrowser(): Promise<FoundBrowser> {
  for (const executablePath of [process.env['CHROMIUM_BIN'] ?? '', ...systemPrograms])
    if (runs(executablePath)) return { executablePath, env: {} };
  const unpacked = await unpackBrowser();
  const libraries = { LD_LIBRARY_PATH: join(dirname(unpacked), 'lib') };
  if (runs(unpacked)) return { executablePath: unpacked, env: {} };
  if (runs(unpacked, libraries)) return { executablePath: unpacked, env: libraries };
  throw new Error(
    'No Chromium runs here. Set CHROMIUM_BIN, install the package "chromium", or run "npm install --no-save" on x64.',
  );
}

function runs(program: string, env: Readonly<Record<string, string>> = {}): boolean {
  return (
    program !== '' &&
    existsSync(program) &&
    spawnSync(program, ['--version'], { env: { ...process.env, ...env }, timeout: patienceMs }).status === 0
  );
}

/** Unpacks the browser of the npm package once per version. Install scripts are off, and its own unpacking writes to a shared folder. */
async function unpackBrowser(): Promise<string> {
  const home = resolve(dirname(require.resolve('@sparticuz/chromium')), '../..');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const place = join(homedir(), '.cache', 'voxkeep-test-chromium', version);
  const program = join(place, 'chromium');
  if (existsSync(program)) return program;
  const draft = `${place}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  await unbrotli(join(home, 'bin/chromium.br'), join(draft, 'chromium'), 0o755);
  for (const part of ['al2023', 'swiftshader', 'fonts']) {
    const archive = join(draft, `${part}.tar`);
    await unbrotli(join(home, `bin/${part}.tar.br`), archive, 0o600);
    execFileSync('tar', ['xf', archive, '-C', draft]);
    rmSync(archive);
  }
  try {
    renameSync(draft, place);
  } catch {
    rmSync(draft, { recursive: true, force: true }); // another run was faster
  }
  return program;
}

function unbrotli(from: string, to: string, mode: number): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}

/** What a browser did that it should not have. */
export interface Watched {
  readonly context: BrowserContext;
  /** Violations of the content security policy: directive and what was blocked. */
  readonly violations: readonly string[];
  /** Hosts other than the appliance that were asked for something. */
  readonly foreign: readonly string[];
  /** Uncaught errors of scripts. */
  readonly errors: readonly string[];
}

const reportViolations = `document.addEventListener('securitypolicyviolation', (event) => {
  void voxkeepTestViolation(event.effectiveDirective, event.blockedURI);
});`;

/** A fresh browser profile on an appliance, watched from its first request on; with a cookie it is signed in. */
export async function watchedContext(browser: Browser, appliance: TestAppliance, cookie?: string): Promise<Watched> {
  const watched = { violations: [] as string[], foreign: [] as string[], errors: [] as string[] };
  const context = await browser.newContext({
    baseURL: appliance.address,
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Tallinn',
  });
  context.setDefaultTimeout(patienceMs);
  await context.exposeBinding('voxkeepTestViolation', (_source, directive: string, blocked: string) => {
    watched.violations.push(`${directive} ${blocked}`);
  });
  await context.addInitScript({ content: reportViolations });
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== appliance.address) watched.foreign.push(origin);
  });
  context.on('weberror', (error) => watched.errors.push(error.error().message));
  if (cookie !== undefined) {
    const [name, value] = cookie.split('=') as [string, string];
    await context.addCookies([{ name, value, url: appliance.address, secure: true, httpOnly: true, sameSite: 'Strict' }]);
  }
  return { context, ...watched };
}

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What axe finds on a page against WCAG 2.2 AA: rule and elements. Only what it finds is brought out of the page, and no second page is
 * opened to gather it, which costs several times as much as the finding; only a page with frames would need it.
 */
export async function barriersOn(page: Page): Promise<readonly string[]> {
  if (page.frames().length > 1) throw new Error('This page has frames: they would not be looked at.');
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await axe.withTags(levels).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** The cells of tables of which a part lies beyond the right edge of the window, as text. */
export function cellsBeyondTheEdge(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('tbody td')]
    .filter((cell) => cell.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map((cell) => cell.textContent)`);
}

/** What a page has left on the client; each must be empty. */
export function storedBy(page: Page): Promise<Readonly<Record<string, unknown>>> {
  return page.evaluate(`(async () => ({
    localStorage: Object.keys(localStorage),
    sessionStorage: Object.keys(sessionStorage),
    indexedDB: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    cookies: document.cookie,
  }))()`);
}

/** Lets a page keep every moment of a recording that its player comes to, from now on. */
export function rememberPlayedTimes(page: Page): Promise<void> {
  return page.evaluate(`(() => {
    window.voxkeepTestPlayed = [];
    document.addEventListener('timeupdate', ({ target }) => window.voxkeepTestPlayed.push(target.currentTime), true);
  })()`);
}

/** The moments since then, in seconds; none when it has not begun. */
export function playedTimes(page: Page): Promise<readonly number[]> {
  return page.evaluate(`window.voxkeepTestPlayed`);
}

/** The length of what the player of a page holds, and the code of its error. */
export function playerOf(page: Page): Promise<{ readonly duration: number; readonly error: number | null }> {
  return page.evaluate(`(() => {
    const audio = document.querySelector('audio');
    return { duration: audio.duration, error: audio.error?.code ?? null };
  })()`);
}
