/** Whoever reads the output may stop early (`| head`); that is no error of the command. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** Tells the operator at the terminal what happened; one sentence a line. Diagnostics of the programs go to their log files. */
export function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}
