import { Global, Injectable, Module } from '@nestjs/common';

export interface ReadinessReport {
  readonly ready: boolean;
  readonly parts: readonly { readonly name: string; readonly ready: boolean }[];
}

type Check = () => Promise<unknown>;

/** What this process needs to work, part by part; a check that throws or is silent for two seconds is a part that fails. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, Check>();

  /** Adds a part. The check resolves (to anything but false) when the part works. */
  register(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Asks every part at once. */
  async report(): Promise<ReadinessReport> {
    const parts = await Promise.all([...this.checks].map(async ([name, check]) => ({ name, ready: await passes(check) })));
    return { ready: parts.every((part) => part.ready), parts };
  }
}

async function passes(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, 2000, false);
  });
  try {
    return (await Promise.race([check(), silence])) !== false;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

@Global()
@Module({ providers: [Readiness], exports: [Readiness] })
export class ReadinessModule {}
