import type { TestCallAnswer } from './test-call-program.js';

/** What the command is and which options are its own; those of the call follow it. */
export const help = `voxkeep place-test-call [--data DIR] [--json] [options of the call]

Places one SIPREC call at a recorder and tells in sentences how it goes. Ends with 0 when the recorder took the call, with 1 when it
refused or did not answer, and with 2 when an option or its value is not known.

  --data DIR                       tells what the appliance on this data directory has on record about the call; without it, the one
                                   on the default directory, if one runs there
  --json                           prints the client's own result as one line of JSON, and no sentences

`;

/** Whether the recorder took the call. */
export const isTaken = ({ outcome }: TestCallAnswer): boolean => outcome !== 'rejected' && outcome !== 'no-answer';

/** Whether its client, or the recorder, said good-bye. */
export const isOver = ({ outcome }: TestCallAnswer): boolean => outcome !== 'abandoned';

/** How a call that was taken ended. */
const ends: Readonly<Record<Exclude<TestCallAnswer['outcome'], 'rejected' | 'no-answer'>, string>> = {
  completed: 'The call is over',
  'ended-by-recorder': 'The recorder ended the call',
  abandoned: 'The caller left without a good-bye, and the recorder will end the call by rule when it has asked in vain',
};

/** How a call went, as its client saw it. */
export function tellAnswer(answer: TestCallAnswer, isUnmarked: boolean): readonly string[] {
  if (answer.outcome === 'no-answer') return ['Nobody answered there. Is the recorder running, and is this its SIP port?'];
  if (answer.outcome === 'rejected') return [tellRefusal(answer, isUnmarked)];
  const { streams, unsentKeys, codecChange, notDone } = answer;
  const end = notDone.some(({ asked }) => asked === 'bye') ? 'The caller hung up' : ends[answer.outcome];
  const sent = streams.map(({ party, packets }) => `${typeof packets === 'number' ? packets : packets.length} from the ${party}`);
  const missing = `Keys that were not sent, because the call was over before or the recorder wanted nothing then: ${unsentKeys.join(', ')}.`;
  return [
    sent.length > 0 ? `${end}; packets sent: ${sent.join(', ')}.` : `${end}; no sound can be sent in this codec.`,
    ...(codecChange ? [tellChange(codecChange)] : []),
    ...notDone.map(tellNotDone),
    ...(unsentKeys.length > 0 ? [missing] : []),
  ];
}

/** What was asked for, and what follows from its not being done. */
const asked: Readonly<Record<TestCallAnswer['notDone'][number]['asked'], readonly [what: string, consequence: string]>> = {
  hold: ['the hold', 'nothing was sent in it all the same'],
  resume: ['the end of the hold', 'nothing was sent after it'],
  bye: ['the good-bye', 'it may not know the call any more'],
};

function tellNotDone({ status, reason = '', ...not }: TestCallAnswer['notDone'][number]): string {
  const [what, consequence] = asked[not.asked];
  if (status === undefined) return `The recorder did not answer ${what}: ${consequence}.`;
  return `The recorder refused ${what} (${[status, reason].join(' ').trim()}): ${consequence}.`;
}

function tellChange({ status, reason, warning }: NonNullable<TestCallAnswer['codecChange']>): string {
  if (status < 300) return 'The recorder took the change of the codec; the client went on in the one before.';
  const said = warning === undefined ? '' : ` Its warning: ${warning}.`;
  return `The recorder refused the change of the codec, and the call went on as it was: ${[status, reason].join(' ').trim()}.${said}`;
}

function tellRefusal({ status = 0, reason = '', warning }: TestCallAnswer, isUnmarked: boolean): string {
  const said = warning === undefined ? '' : ` Its warning: ${warning}.`;
  return `The recorder refused the call: ${[status, reason].join(' ').trim()}.${said}${adviceFor(status, warning, isUnmarked)}`;
}

function adviceFor(status: number, warning: string | undefined, isUnmarked: boolean): string {
  if (status === 403) return ' No trunk allows calls from this address; add one under Configure.';
  if (status === 503) return ' The recorder cannot keep anything now; its health page names the part that is missing.';
  if (status !== 488) return '';
  if (warning !== undefined) return " The trunk's page under Configure counts it and says what to change.";
  if (isUnmarked) return ' A call that is not marked as SIPREC is taken only where its trunk says so, under Configure.';
  return ' It offered nothing that can be recorded.';
}
