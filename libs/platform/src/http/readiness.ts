import { Global, Injectable, Module } from '@nestjs/common';

interface PartReport {
  readonly name: string;
  readonly ready: boolean;
  /** Code of what keeps the part from working, where it knows. */
  readonly because?: string;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly parts: readonly PartReport[];
}

type Check = () => Promise<unknown>;

/** What this process needs to work, part by part; a check that throws or is silent for two seconds is a part that fails. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, Check>();

  /** Adds a part. The check resolves (to anything but false, or `because`: a code of what is the matter) when the part works. */
  register(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Asks every part at once. */
  async report(): Promise<ReadinessReport> {
    const parts = await Promise.all([...this.checks].map(async ([name, check]) => ({ name, ...(await passes(check)) })));
    return { ready: parts.every((part) => part.ready), parts };
  }
}

async function passes(check: Check): Promise<Omit<PartReport, 'name'>> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, 2000, false);
  });
  try {
    const found = await Promise.race([check(), silence]);
    if (typeof found === 'object' && found !== null && 'because' in found)
      return { ready: false, because: String(found.because) };
    return { ready: found !== false };
  } catch {
    return { ready: false };
  } finally {
    clearTimeout(timer);
  }
}

@Global()
@Module({ providers: [Readiness], exports: [Readiness] })
export class ReadinessModule {}
