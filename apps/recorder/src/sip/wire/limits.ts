/**
 * How much of one message is taken. Recording INVITEs have 2–10 kB, with heads of 1–3 kB; what is larger than this was not written
 * by a recording client. Every limit is checked before the octets it limits are looked at.
 */
export const LIMITS = {
  /** Octets of a message, head and body; more is answered 513. A datagram cannot be larger. */
  message: 64 * 1024,
  /** Octets of start line and headers; more is answered 400, as everything below. */
  head: 32 * 1024,
  /** Header lines, folded ones counted by line. */
  lines: 256,
  /** Octets of the start line, and of one header's value. */
  value: 8 * 1024,
  /** Octets that are looked at for the refusal of a stranger. */
  strangersHead: 4 * 1024,
} as const;
