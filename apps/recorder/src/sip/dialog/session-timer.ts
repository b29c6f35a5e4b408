import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';

const MIN_SECONDS = 90;

/**
 * RFC 4028 with the peer as refresher. When the peer wants us to refresh, the timer is left out of the answer, and the
 * peer is then free to refresh by itself (§7.2).
 */
export class SessionTimer {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly expired: () => void) {}

  /** Starts the interval anew from an INVITE or UPDATE and gives the header lines for its 2xx. */
  refresh(message: IncomingRequestMessage): readonly string[] {
    this.stop();
    const seconds = secondsOf(message);
    if (seconds === undefined) return [];
    const patience = seconds - Math.min(32, seconds / 3); // §10: a BYE shortly before the end
    this.timer = setTimeout(this.expired, patience * 1000);
    return ['Require: timer', `Session-Expires: ${seconds};refresher=uac`];
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

function secondsOf(message: IncomingRequestMessage): number | undefined {
  const header = message.getHeader('session-expires') ?? message.getHeader('x');
  const tags = [...message.getHeaders('supported'), ...message.getHeaders('k'), ...message.getHeaders('require')].join(',');
  const match = /^(\d{1,6})\s*(?:;\s*(.*))?$/.exec(header ?? '');
  if (!match || !/\btimer\b/i.test(tags) || /refresher\s*=\s*uas/i.test(match[2] ?? '')) return undefined;
  return Math.max(MIN_SECONDS, Number(match[1]));
}
