import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LiveChanges } from './live-changes.js';
import { LiveView } from './live-view.js';
import { RecorderAnswers } from './recorder-answers.js';

/** Changes within this time make one snapshot; session and right are asked for anew as often. */
const roundMs = 1000;
const heartbeatMs = 15_000;

/** The stream of one viewer as server-sent events: a snapshot after each change (the recorder's silence is one), a heartbeat in silence. */
@Injectable()
export class LiveEvents {
  constructor(
    @Inject(LiveView) private readonly view: LiveView,
    @Inject(LiveChanges) private readonly changes: LiveChanges,
    @Inject(RecorderAnswers) private readonly recorder: RecorderAnswers,
  ) {}

  /** Ends when session or right end, the process ends, or `gone` says that the viewer has left. */
  async *of(viewer: { readonly userId: string; readonly sessionId: string }, gone: AbortSignal): AsyncGenerator<string, void> {
    const over = AbortSignal.any([gone, this.changes.ending.signal]);
    let shown = '';
    let said = -Infinity;
    while (!over.aborted) {
      const queues = await this.view.queuesOf(viewer.userId, viewer.sessionId);
      if (queues === undefined) return;
      const state = `${this.changes.count} ${this.recorder.silentSince?.getTime() ?? ''}`;
      const now = performance.now();
      if (state !== shown) yield sseEvent('snapshot', await this.view.snapshot(queues));
      else if (now - said >= heartbeatMs) yield sseEvent('heartbeat', {});
      if (state !== shown || now - said >= heartbeatMs) said = now;
      shown = state;
      await pause(roundMs, undefined, { signal: over }).catch(() => undefined);
    }
  }
}

function sseEvent(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
