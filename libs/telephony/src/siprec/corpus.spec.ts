import { answerOffer } from '../sdp/answer.js';
import { parseOffer } from '../sdp/offer.js';
import { parseSiprecBody } from './body.js';
import { parseRecordingMetadata } from './metadata.js';
import { matchParties } from './parties.js';
import { vendorBodies } from '../../../../test/fixtures/siprec/vendor-bodies.js';

const rule = { customerIs: 'external-number', ownNumberPrefixes: ['+3726'], region: 'EE' } as const;
const terms = { address: '192.0.2.1', sessionId: '1', version: 1, gate: 'receive', recordState: 'on' } as const;

/** What the recorder makes of a body: streams by label, the parties' numbers and roles, session ids, and what was odd. */
function readingOf({ contentType, text }: { readonly contentType: string; readonly text: string }) {
  const body = parseSiprecBody(contentType, Buffer.from(text));
  const offer = parseOffer(body.sdp ?? '');
  const told = body.metadata === undefined ? undefined : parseRecordingMetadata(body.metadata);
  if ('problem' in offer) throw new Error(offer.problem);
  const { accepted } = answerOffer(offer.offer, { ...terms, portFor: (index) => 20_000 + 2 * index });
  const metadata = told && 'metadata' in told ? told.metadata : undefined;
  const parties = matchParties(accepted, metadata, rule);
  return {
    labels: accepted.map(({ label }) => label),
    parties: parties.map(({ role, addresses }) => `${role}:${addresses[0]?.number ?? addresses[0]?.user ?? '-'}`),
    sessions: metadata?.sessions.flatMap(({ id, sipSessionIds }) => [id, ...sipSessionIds]) ?? [],
    odd: [...body.problems, ...oddOf(told)],
  };
}

function oddOf(told: ReturnType<typeof parseRecordingMetadata> | undefined): readonly string[] {
  if (!told) return [];
  return 'flags' in told ? told.flags : [told.problem];
}

describe('a body in the manner of', () => {
  it.each(vendorBodies)('$vendor is read', ({ reading, ...body }) => {
    expect(readingOf(body)).toEqual(reading);
  });
});
