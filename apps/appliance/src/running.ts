import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { z } from 'zod';
import type { Layout } from './layout.js';

const address = z.object({ socketDirectory: z.string(), port: z.number() });
const shape = z.object({ web: z.string(), databases: z.object({ main: address, keyring: address }) });

/** Where a running appliance can be reached by the operator's commands on the same machine. No secrets. */
export type RunningAppliance = z.infer<typeof shape>;

/** Tells the operator's commands where this appliance is; the result takes it back. */
export function announce(layout: Layout, running: RunningAppliance): () => void {
  writeFileSync(fileIn(layout), JSON.stringify(running), { mode: 0o600, flush: true });
  return () => {
    rmSync(fileIn(layout), { force: true });
  };
}

/** Finds the appliance that runs on a data directory. Throws `appliance.not-running`. */
export function findRunning(layout: Layout): RunningAppliance {
  try {
    return shape.parse(JSON.parse(readFileSync(fileIn(layout), 'utf8')));
  } catch {
    throw new VoxkeepError('appliance.not-running', { directory: layout.data });
  }
}

function fileIn(layout: Layout): string {
  return path.join(layout.run, 'appliance.json');
}
