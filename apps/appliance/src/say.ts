/** Tells the operator at the terminal what happened; one sentence a line. Diagnostics of the programs go to their log files. */
export function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
