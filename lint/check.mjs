// `npm run check`: every check of package.json ("check:…"), as many beside each other as there are cores, in the order in which they
// stand there: the longest first. What each one said is printed when it has ended; all are run, and one that failed fails the whole.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const waiting = Object.keys(scripts).filter((name) => name.startsWith('check:'));
let failed = false;

await Promise.all(Array.from({ length: availableParallelism() }, next));
process.exit(failed ? 1 : 0);

async function next() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const { code, words } = await run(name);
    process.stdout.write(words);
    if (code !== 0) console.log(`${name} failed.`);
    failed ||= code !== 0;
  }
}

function run(script) {
  const npm = process.env.npm_execpath;
  const [command, args] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  const words = [];
  return new Promise((ended) => {
    const child = spawn(command, [...args, 'run', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => words.push(part));
    child.once('error', (error) => ended({ code: 1, words: `${error.message}\n` }));
    child.once('close', (code) => ended({ code, words: Buffer.concat(words).toString() }));
  });
}
