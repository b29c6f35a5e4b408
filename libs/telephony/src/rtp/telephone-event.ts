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

const REMEMBERED = 16;

/**
 * Turns telephone-event packets of one stream into pressed keys, each told once although its end is sent three times
 * (RFC 4733 §2.5.1.4). A key counts when an end report of it was seen; a key whose every end was lost is not guessed.
 */
export class DigitDetector {
  private readonly told: string[] = [];

  /** The key that this packet ends, or undefined. */
  accept(packet: { readonly ssrc: number; readonly timestamp: number; readonly payload: Uint8Array }): string | undefined {
    const report = decodeTelephoneEvent(packet.payload);
    const key = report?.end ? TELEPHONE_KEYS[report.event] : undefined;
    const occurrence = `${packet.ssrc}/${packet.timestamp}`;
    if (key === undefined || this.told.includes(occurrence)) return undefined;
    this.told.push(occurrence);
    if (this.told.length > REMEMBERED) this.told.shift();
    return key;
  }
}
