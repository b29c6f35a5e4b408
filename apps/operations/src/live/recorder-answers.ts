import { existsSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { settings } from '@voxkeep/platform';
import { z } from 'zod';

const askEveryMs = 2000;
/** The health check answers within two seconds, whatever hangs behind it. */
const answerWithinMs = 3000;
/** One late answer is no silence. */
const silentAfterMs = 5000;
const mostOfAnAnswer = 64 * 1024;
const health = z.object({ parts: z.array(z.object({ name: z.string(), ready: z.boolean() })) });

/**
 * Whether the recorder of this machine answers, asked on its own health check: what the books say of running calls is of before while it
 * does not, since it alone could tell that one has ended or that nothing is kept any more.
 */
@Injectable()
export class RecorderAnswers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ending = new AbortController();
  private readonly heard = { at: new Date(), ms: performance.now() };
  private isKnown = false;
  private asking: Promise<void> = Promise.resolve();

  /** Since when nothing was heard of the recorder; undefined while it answers, and where none was ever seen on this machine. At the earliest: since this process began. */
  get silentSince(): Date | undefined {
    return this.isKnown && performance.now() - this.heard.ms > silentAfterMs ? this.heard.at : undefined;
  }

  onApplicationBootstrap(): void {
    const socketPath = path.join(settings().sockets.directory, 'recorder.sock');
    this.asking = this.askOn(socketPath);
  }

  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    await this.asking;
  }

  private async askOn(socketPath: string): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      if (await takesCalls(socketPath, AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]))) {
        Object.assign(this.heard, { at: new Date(), ms: performance.now() });
        this.isKnown = true;
      } else this.isKnown ||= existsSync(socketPath);
      await pause(askEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Whether a recorder answers on this socket and has opened its door; any failure is a no. */
function takesCalls(socketPath: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const no = (): void => {
      resolve(false);
    };
    const asked = request({ socketPath, path: '/health/ready', signal }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
        if (text.length > mostOfAnAnswer) answer.destroy();
      });
      answer.once('end', () => {
        resolve(isOpen(text));
      });
      answer.once('error', no);
      answer.once('close', no);
    });
    asked.once('error', no);
    asked.end();
  });
}

function isOpen(text: string): boolean {
  try {
    return health.parse(JSON.parse(text)).parts.some(({ name, ready }) => name === 'sip' && ready);
  } catch {
    return false;
  }
}
