import { defineCommunicationEvent, said, siteId } from '@voxkeep/platform';

/** A contact as a telephone system announced it. Written only under an open grant. */
export const contactAnnounced = defineCommunicationEvent('intake.contact-announced', {
  contact: siteId(),
  system: said(),
  key: said(),
  number: said(),
  direction: said(),
});

/** What a telephone system told of a customer's consent. */
export const consentTold = defineCommunicationEvent('intake.consent-told', {
  contact: siteId(),
  state: said(),
  evidence: said(),
  result: said(),
});
