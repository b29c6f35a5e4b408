import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import type { ProtocolRejection } from '../final-response.js';

const MIN_SECONDS = 90; // RFC 4028 §4

/** What an offered interval leads to. */
export interface SessionTimerEvents {
  /** It is our turn to refresh. */
  readonly refresh: () => void;
  /** The interval is about to pass without a refresh of the peer. */
  readonly expired: () => void;
}

type Refresher = 'uac' | 'uas';

interface Interval {
  readonly seconds: number;
  readonly supported: boolean;
  readonly refresher: Refresher;
}

/**
 * The refusal of an interval that is shorter than ours, from a client that can be told so (RFC 4028 §6); one that does not know of
 * timers has its interval as it is.
 */
export function tooSmallInterval(message: IncomingRequestMessage): ProtocolRejection | undefined {
  const interval = intervalOf(message);
  if (!interval?.supported || interval.seconds >= MIN_SECONDS) return undefined;
  return { status: 422, reason: 'Session Interval Too Small', headers: [`Min-SE: ${MIN_SECONDS}`] };
}

/** RFC 4028: whoever is the refresher, a call whose peer is gone ends. The peer refreshes, unless it cannot or wants us to. */
export class SessionTimer {
  private timer: NodeJS.Timeout | undefined;
  private seconds = 0;

  constructor(private readonly events: SessionTimerEvents) {}

  /** Starts the interval anew from an INVITE or UPDATE that we accept, and gives the header lines for its 2xx. */
  restart(message: IncomingRequestMessage): readonly string[] {
    this.stop();
    const interval = intervalOf(message);
    if (!interval) return [];
    this.seconds = interval.seconds;
    if (interval.refresher === 'uac') this.awaitRefresh();
    else this.planRefresh();
    const header = `Session-Expires: ${interval.seconds};refresher=${interval.refresher}`;
    return interval.supported && interval.refresher === 'uac' ? ['Require: timer', header] : [header];
  }

  /** The header lines of a refresh of ours. */
  get headers(): readonly string[] {
    return ['Supported: timer', `Session-Expires: ${this.seconds};refresher=uac`];
  }

  /** Our refresh was answered: the interval starts anew, and is ours again. */
  refreshed(): void {
    this.stop();
    this.planRefresh();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** RFC 4028 §10: a BYE shortly before the end. */
  private awaitRefresh(): void {
    this.timer = setTimeout(this.events.expired, (this.seconds - Math.min(32, this.seconds / 3)) * 1000);
  }

  private planRefresh(): void {
    this.timer = setTimeout(this.events.refresh, (this.seconds * 1000) / 2);
  }
}

/** RFC 4028 §9, table 2: a client without support cannot refresh; one with it does, unless it says that we shall. */
function intervalOf(message: IncomingRequestMessage): Interval | undefined {
  const [, number, parameters = ''] = /^(\d{1,6})[ \t]*(?:;(.*))?$/.exec(message.getHeader('session-expires') ?? '') ?? [];
  const seconds = Number(number ?? 0);
  if (seconds === 0) return undefined;
  const tags = [...message.getHeaders('supported'), ...message.getHeaders('require')].join(',').toLowerCase().split(',');
  const supported = tags.some((tag) => tag.trim() === 'timer');
  const wantsUs = /(?:^|;)[ \t]*refresher[ \t]*=[ \t]*uas\b/i.test(parameters);
  return { seconds, supported, refresher: supported && !wantsUs ? 'uac' : 'uas' };
}
