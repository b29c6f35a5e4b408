import type { RtpHeader } from './packet.js';

/** The keys that RFC 4733 §3.2 gives the events 0 to 15, in that order. */
export const TELEPHONE_KEYS = '0123456789*#ABCD';

/** One report of a named event; `duration` in timestamp units (1/8000 s), `volume` in −dBm0. */
export interface TelephoneEvent {
  readonly event: number;
  readonly end: boolean;
  readonly volume: number;
  readonly duration: number;
}

/** Reads the first report of a telephone-event payload (RFC 4733 §2.3); undefined when it is too short. */
export function decodeTelephoneEvent(payload: Uint8Array): TelephoneEvent | undefined {
  const [event, flags, high, low] = payload;
  if (event === undefined || flags === undefined || high === undefined || low === undefined) return undefined;
  return { event, end: (flags & 0x80) !== 0, volume: flags & 0x3f, duration: (high << 8) | low };
}

/** Writes one report as four octets. */
export function encodeTelephoneEvent({ event, end, volume, duration }: TelephoneEvent): Uint8Array {
  return Uint8Array.of(event, (end ? 0x80 : 0) | (volume & 0x3f), (duration >> 8) & 0xff, duration & 0xff);
}

const remembered = 16;
/** Reports of one press follow each other by tens of milliseconds; nobody lets a key go and presses it again within so little. */
const togetherMs = 60;
/** The same on the sender's clock, in timestamp units. */
const togetherUnits = 480;
/** Longest that the reports of one key may fail to come while it is held. */
const heldMs = 1000;
/** From such a duration on it may begin anew while the key is still held (RFC 4733 §2.5.1.3). */
const longDuration = 0xf000;
/** The first report of a press tells no more than this, one interval of reports; some senders mark every report. */
const firstUnits = 400;

/** A key that was pressed; `beganAt`: when it went down, at the latest, on the clock of those who took its reports. */
export interface PressedKey {
  readonly key: string;
  readonly beganAt: number;
}

interface Press {
  readonly event: number;
  ssrc: number;
  sequence: number;
  timestamp: number;
  duration: number;
  at: number;
  beganAt: number;
  told: boolean;
}

/** Timestamp units of the payload in a millisecond. */
const perMs = 8;

/**
 * Turns the telephone-events of one stream, in their order, into pressed keys. A key counts once, when an end report of it was seen,
 * however its packets are stamped: senders repeat the end (RFC 4733 §2.5.1.4), some under new timestamps; some advance the timestamp
 * with each packet; some change the SSRC on the way. What makes one press is the same key, going on where the last report left
 * off. A key whose every end was lost is not guessed.
 */
export class DigitDetector {
  private press: Press | undefined;
  /** SSRC and timestamp of reports that belong to presses told: their copies may come late. */
  private readonly told: string[] = [];
  /** Where the stream began, by the clock of its sender. */
  private origin: { readonly ssrc: number; readonly timestamp: number } | undefined;

  /** `wholeOnly`: a key may be down that was pressed before the stream came here; such a press counts for nothing, whenever it ends. */
  constructor(private readonly wholeOnly = false) {}

  /** Hears of every packet of the stream that is followed. */
  note({ ssrc, timestamp }: RtpHeader): void {
    if (this.origin?.ssrc !== ssrc) this.origin = { ssrc, timestamp };
  }

  /**
   * The key that this packet ends, or undefined. `receivedAt` in milliseconds; `cameAt`: when the report is due, at the earliest, where
   * it was read later than that. Each report of a press says when it began: the earliest counts, as any may have been held up.
   */
  accept(packet: RtpHeader, payload: Uint8Array, receivedAt: number, cameAt = receivedAt): PressedKey | undefined {
    const report = decodeTelephoneEvent(payload);
    const key = report && TELEPHONE_KEYS[report.event];
    if (!report || key === undefined) return undefined;
    const press = this.pressOf(packet, report, receivedAt);
    if (!press) return undefined;
    press.ssrc = packet.ssrc;
    press.sequence = packet.sequence;
    press.timestamp = packet.timestamp;
    press.duration = report.duration;
    press.at = receivedAt;
    press.beganAt = Math.min(press.beganAt, cameAt - report.duration / perMs);
    if (!report.end) return undefined;
    this.remember(packet);
    if (press.told) return undefined;
    press.told = true;
    return { key, beganAt: press.beganAt };
  }

  /** The press that a report belongs to, a new one perhaps; undefined for a late copy of one that is over. */
  private pressOf(packet: RtpHeader, report: TelephoneEvent, at: number): Press | undefined {
    const press = this.pressOfKey(report);
    const isAgain = press !== undefined && beginsAnew(press, packet, report, at);
    if (press && !isAgain && bearsStampOf(press, packet)) return press;
    if (!isAgain && this.told.includes(occurrence(packet))) return undefined;
    if (press && goesOn(press, packet, report, at)) return press;
    const { ssrc, sequence, timestamp } = packet;
    const told = !isAgain && this.isNobodys(packet, report);
    this.press = { event: report.event, ssrc, sequence, timestamp, duration: report.duration, at, beganAt: Infinity, told };
    return this.press;
  }

  private isNobodys(packet: RtpHeader, report: TelephoneEvent): boolean {
    return this.wholeOnly && !this.beganHere(packet, report);
  }

  /** By its mark; where that was lost, by the clock of its sender, whether it stamps a press with its beginning or with each report. */
  private beganHere({ marker, ssrc, timestamp }: RtpHeader, { duration }: TelephoneEvent): boolean {
    if (marker && duration <= firstUnits) return true;
    return this.origin?.ssrc === ssrc && ((timestamp - duration - this.origin.timestamp) | 0) > 0;
  }

  private pressOfKey({ event }: TelephoneEvent): Press | undefined {
    return this.press?.event === event ? this.press : undefined;
  }

  private remember(packet: RtpHeader): void {
    const seen = occurrence(packet);
    if (this.told.includes(seen)) return;
    this.told.push(seen);
    if (this.told.length > remembered) this.told.shift();
  }
}

const occurrence = ({ ssrc, timestamp }: RtpHeader): string => `${ssrc}/${timestamp}`;

const bearsStampOf = (press: Press, { ssrc, timestamp }: RtpHeader): boolean =>
  ssrc === press.ssrc && timestamp === press.timestamp;

/** Some senders stamp all presses alike: a marked report that counts from the start again, a while after the end, is another press. */
function beginsAnew(press: Press, { marker }: RtpHeader, { duration }: TelephoneEvent, at: number): boolean {
  return press.told && marker && duration < press.duration && at - press.at > togetherMs;
}

/** Whether a report under another stamp continues a press. */
function goesOn(press: Press, packet: RtpHeader, { end, duration }: TelephoneEvent, at: number): boolean {
  const grows = duration >= press.duration;
  if (!press.told) {
    const isHeld = at - press.at <= heldMs && (grows || press.duration >= longDuration);
    return isHeld && (grows || !packet.marker);
  }
  return grows && (end ? repeatsEnd(press, packet, at) : !packet.marker && at - press.at <= togetherMs);
}

function repeatsEnd(press: Press, packet: RtpHeader, at: number): boolean {
  return isClose(press, packet) && (isNear(press, packet) || at - press.at <= togetherMs);
}

/** An end again, under a new stamp: close to the last one on the sender's clock, or the very next packet, or from another source. */
function isClose(press: Press, packet: RtpHeader): boolean {
  return packet.ssrc !== press.ssrc || isNear(press, packet) || ((packet.sequence - press.sequence) & 0xffff) === 1;
}

const isNear = (press: Press, { ssrc, timestamp }: RtpHeader): boolean =>
  ssrc === press.ssrc && Math.abs((timestamp - press.timestamp) | 0) <= togetherUnits;
