/** A line that names a declared event; JSON of anybody else has passed no guard. */
const declared = /^\{.*"event":"[a-z][a-z-]*(?:\.[a-z][a-z-]*)+".*\}$/;

/**
 * What of an uncaught error or a warning may enter a log file (R86). A program's own diagnostics are JSON lines and pass; of any
 * other text only the class of an error, codes and the frames of its stack are kept, because a message may quote a person's data.
 * Returns `undefined` for a line that says nothing.
 */
export function neutralLine(line: string): string | undefined {
  if (declared.test(line)) return line;
  const frame = /^\s+at .*?((?:[\w.-]+\/)?[\w.@-]+:\d+:\d+)\)?$/.exec(line);
  if (frame) return `  at ${frame[1]}`;
  const warning = /^\(node:\d+\) (?:\[(DEP\d+)\] )?(\w+Warning)/.exec(line);
  if (warning) return `node ${warning[2]} ${warning[1] ?? ''}`.trimEnd();
  const error = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception))\b/.exec(line);
  if (error) return `${error[1]} (message withheld)`;
  const code = /^\s+code: '([A-Za-z0-9_.-]{1,60})',?$/.exec(line);
  return code ? `  code ${code[1]}` : undefined;
}
