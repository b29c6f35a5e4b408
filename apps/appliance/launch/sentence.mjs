/** Ends the launcher with one sentence that says what to do; 78 is `EX_CONFIG`, the code the appliance uses for "cannot start here". */
export function refuse(sentence, code = 78) {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

/** Tells the operator what is being waited for. */
export function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}
