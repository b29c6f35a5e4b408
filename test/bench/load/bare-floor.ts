import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StreamPorts } from './call-media.js';
import { placeLoad } from './place-load.js';
import type { LoadPlan, SenderReport } from './plan.js';
import { cpuSecondsOf } from './process-cpu.js';

/** What a bare Node receiver of the same streams needs. */
export interface Floor {
  /** CPU seconds for each second of a call (both streams). */
  readonly cpuPerCallSecond: number;
  readonly packetsSent: number;
  readonly packetsCounted: number;
  readonly sender: SenderReport;
}

/** Sends the streams of a plan to a process that does nothing but count packets. */
export async function measureFloor(plan: Omit<LoadPlan, 'target'>): Promise<Floor> {
  const receiver = fork(join(__dirname, 'bare-receiver-process.js'), { serialization: 'advanced' });
  try {
    receiver.send({ calls: plan.calls });
    const [ports] = (await once(receiver, 'message')) as [readonly StreamPorts[]];
    const before = cpuSecondsOf(receiver.pid ?? 0);
    const { sender } = await placeLoad({ ...plan, target: { kind: 'sockets', ports } });
    receiver.send('count');
    const [packetsCounted] = (await once(receiver, 'message')) as [number];
    const cpu = cpuSecondsOf(receiver.pid ?? 0) - before;
    const callSeconds = (plan.calls * plan.talkMs) / 1000;
    return { cpuPerCallSecond: cpu / callSeconds, packetsSent: sender.packets, packetsCounted, sender };
  } finally {
    receiver.kill();
  }
}
