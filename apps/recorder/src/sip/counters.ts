/** What the endpoint counts: names and numbers only, nothing of any call. */
export const SIP_COUNTERS = [
  'received',
  'unknownSource',
  'strangersTurnedAway',
  'connectionsOverShare',
  'slowConnections',
  'overShare',
  'tooLarge',
  'malformed',
  'readingErrors',
  'unsupportedExtension',
  'options',
  'invites',
  'accepted',
  'rejected',
  'refusedAtOnce',
  'absorbedAcks',
  'cancelled',
  'noAck',
  'reinvites',
  'updates',
  'infos',
  'infoDigits',
  'byes',
  'retransmissions',
  'transportErrors',
  'handlerErrors',
  'workErrors',
  'sessionsExpired',
  'intervalsTooSmall',
  'probes',
] as const;

export type SipCounter = (typeof SIP_COUNTERS)[number];

export type SipCounters = Record<SipCounter, number>;

/** A fresh set, all zero. */
export const newCounters = (): SipCounters => Object.fromEntries(SIP_COUNTERS.map((name) => [name, 0])) as SipCounters;
