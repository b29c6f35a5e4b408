import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Readiness } from '@voxkeep/platform';
import { tellPrecedence } from './precedence.js';
import { Recorder } from './session/recorder.js';

/**
 * Starts the recorder beside the health page, which so can say what the recorder waits for; ends it while the databases are still
 * open. A port that is taken ends the process, as any surprise does.
 */
@Injectable()
export class RecorderLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly recorder: Recorder,
    private readonly readiness: Readiness,
  ) {}

  onApplicationBootstrap(): void {
    tellPrecedence();
    this.recorder.reportTo(this.readiness);
    this.recorder.start().catch(endProcess);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.recorder.stop();
  }
}

/** Out of a callback of its own, so that it is an exception and not a rejection, which would end nothing. */
function endProcess(failure: unknown): void {
  setImmediate(() => {
    throw failure instanceof Error ? failure : new Error('recorder.start-failed');
  });
}
