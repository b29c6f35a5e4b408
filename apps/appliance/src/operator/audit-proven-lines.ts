import type { ProofVerdict } from '@voxkeep/audit';

type Unproven = Extract<ProofVerdict, { verdict: 'not-proven' }>;

const reasons: { readonly [K in Unproven['because']]: string } = {
  format: 'it is not the text of a C2SP tlog-proof',
  event: 'it carries no event, or not as it was written',
  signature: 'this key did not sign the state of the log in it',
  path: 'its hashes do not lead from the event to the signed root',
};

/** What checking a proof found, a sentence and then the event that is proven, a field a line. */
export function provenLines(verdict: ProofVerdict, log: string): readonly string[] {
  if (verdict.verdict === 'not-proven') return [`The proof does not hold: line ${verdict.line}: ${reasons[verdict.because]}.`];
  const { index, size, event } = verdict;
  const told = Object.entries(event.fields).filter(([, value]) => value !== null);
  return [
    `The proof holds: this event is number ${index} of the ${size} events that ${log} was signed for.`,
    ...told.map(([name, value]) => `  ${name.padEnd(12)}${Array.isArray(value) ? value.join(', ') : String(value)}`),
    `  ${'detail'.padEnd(12)}SHA-256 ${event.detailHash.toString('hex')}`,
  ];
}
