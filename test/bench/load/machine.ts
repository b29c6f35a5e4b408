import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What the whole machine did: seconds since it started, over all processors. */
interface MachineTime {
  readonly busy: number;
  readonly idle: number;
}

/** Watches the machine from now on; the result says in words how busy it was, so that a figure of a crowded machine can be told. */
export function watchMachine(): () => string {
  const before = machineTime();
  return () => {
    const after = machineTime();
    const [busy, idle] = [after.busy - before.busy, after.idle - before.idle];
    const cores = availableParallelism();
    return `${cores} cores, ${((busy / (busy + idle)) * 100).toFixed(0)} % busy, load ${readFileSync('/proc/loadavg', 'latin1').split(' ')[0]}`;
  };
}

function machineTime(): MachineTime {
  const [, ...counts] = readFileSync('/proc/stat', 'latin1').split('\n')[0]?.split(/\s+/) ?? [];
  // user nice system idle iowait irq softirq steal; the guests that follow are counted in user already.
  const times = counts.slice(0, 8).map(Number);
  const idle = times.slice(3, 5).reduce((sum, time) => sum + time, 0);
  return { idle, busy: times.reduce((sum, time) => sum + time, 0) - idle };
}
