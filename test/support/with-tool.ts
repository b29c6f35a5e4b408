import { spawnSync } from 'node:child_process';

/** `it` where a program is on the path, else `it.skip`, which the run counts and names. */
export function withTool(tool: string): jest.It {
  return spawnSync('which', [tool]).status === 0 ? it : it.skip;
}
