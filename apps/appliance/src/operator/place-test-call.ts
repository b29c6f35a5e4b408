import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { isVoxkeepError } from '@voxkeep/contracts';
import { parseArguments } from '../arguments.js';
import { layoutOf, type Layout } from '../layout.js';
import { projectRoot } from '../places.js';
import { findRunning } from '../running.js';
import { say } from '../say.js';
import type { AskedAppliance, CallOnRecord } from './call-on-record.js';
import { testCallArguments, type TestCallArguments } from './test-call-arguments.js';
import { runTestCall, testCallProgram, type TestCallAnswer } from './test-call-program.js';
import { help, isOver, isTaken, tellAnswer } from './test-call-words.js';

/** An option, or its value, is not known. */
const refusedCode = 2;

/**
 * Places one SIPREC call at a recorder and tells how it goes, a sentence a stage; 0 when the recorder took it. What the appliance with
 * `--data DIR`, or on the default directory, has on record about the call is told at the end; whether one runs there, before. Throws
 * `appliance.not-running` when none runs on the directory that was named.
 */
export async function placeTestCall(args: readonly string[]): Promise<number> {
  const given = testCallArguments(args, randomUUID);
  if ('refused' in given) return refuse(given.refused);
  if (given.prints === 'help') process.stdout.write(help);
  if (given.prints !== 'sentences') return placeRaw(given);
  const appliance = lookForAppliance(given.data);
  say('Starting a session recording client …');
  const answer = await runTestCall(given.words, {
    onCalling: () => {
      say(`Calling ${given.target} …`);
    },
    onAnswered: () => {
      say('The recorder took the call; two streams are on their way.');
    },
  });
  return 'refused' in answer ? refuse(answer.refused) : tell(answer, given, appliance);
}

async function tell(answer: TestCallAnswer, given: TestCallArguments, appliance: AskedAppliance | undefined): Promise<number> {
  for (const sentence of tellAnswer(answer, given.isUnmarked)) say(sentence);
  if (!isTaken(answer)) return 1;
  const { sessionId } = given;
  if (appliance) say(await recordedBy(appliance, { sessionId, callId: answer.callId, isOver: isOver(answer) }));
  return 0;
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n"voxkeep place-test-call --help" lists all options.\n`);
  return refusedCode;
}

/** The client's own output, as it is. */
async function placeRaw({ prints, words }: TestCallArguments): Promise<number> {
  const asked = prints === 'help' ? ['--help'] : words;
  const call = spawn(process.execPath, ['--enable-source-maps', testCallProgram, ...asked], { stdio: 'inherit' });
  const [code] = (await once(call, 'exit')) as [number | null];
  return code ?? 1;
}

/** Says whether the books will be asked, before the call. */
function lookForAppliance(named: string | undefined): AskedAppliance | undefined {
  const layout = layoutOf(parseArguments(named === undefined ? [] : ['--data', named], projectRoot).dataDirectory);
  try {
    return { layout, running: findRunning(layout) };
  } catch (thrown) {
    if (named !== undefined || !isVoxkeepError(thrown)) throw thrown;
    say(noneRuns(layout));
    return undefined;
  }
}

const noneRuns = ({ data }: Layout): string =>
  `No appliance runs on ${data}, so what is on record about the call cannot be told at the end; name its directory with "--data DIR".`;

/** The databases are loaded when the call is over: nobody waits for them before it. */
async function recordedBy(appliance: AskedAppliance, call: CallOnRecord): Promise<string> {
  try {
    const { tellRecorded } = await import('./call-on-record.js');
    return await tellRecorded(appliance, call);
  } catch {
    return `The books of the appliance on ${appliance.layout.data} did not answer; the call can be seen under Contacts.`;
  }
}
