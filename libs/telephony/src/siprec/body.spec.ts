import fc from 'fast-check';
import { parseSiprecBody } from './body.js';

const sdp = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nm=audio 4000 RTP/AVP 8\r\n';
const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<recording><name>Bøb</name></recording>';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const part = (type: string, text: string, more = ''): string => `--b1\r\nContent-Type: ${type}\r\n${more}\r\n${text}\r\n`;
const mixed = (...parts: readonly string[]): Uint8Array => bytes(`${parts.join('')}--b1--\r\n`);
const type = 'multipart/mixed;boundary=b1';

describe('the body of a SIPREC request', () => {
  it('gives the offer and the metadata, non-ASCII intact', () => {
    const body = parseSiprecBody(type, mixed(part('application/sdp', sdp), part('application/rs-metadata+xml', xml)));
    expect(body).toEqual({ sdp: expect.stringContaining('m=audio 4000') as string, metadata: xml, problems: [] });
  });

  it('takes metadata before the offer, per-part lengths, dispositions and foreign parts', () => {
    const body = parseSiprecBody(
      type,
      mixed(
        part('application/rs-metadata+xml', xml, 'Content-Disposition: recording-session\r\nContent-Length: 3\r\n'),
        part('application/gtd', 'IAM,'),
        part('application/sdp', sdp, 'Content-Disposition: session;handling=required\r\n'),
      ),
    );
    expect(body.metadata).toBe(xml);
    expect(body.sdp).toContain('m=audio 4000');
    expect(body.problems).toEqual([]);
  });

  it('takes the older metadata type and says so', () => {
    const body = parseSiprecBody(type, mixed(part('application/sdp', sdp), part('application/rs-metadata', xml)));
    expect(body).toMatchObject({ metadata: xml, problems: ['legacy-metadata-type'] });
  });

  it('finds the parts when the declared boundary does not occur', () => {
    const body = parseSiprecBody(
      'multipart/mixed;boundary=other',
      mixed(part('application/sdp', sdp), part('application/rs-metadata+xml', xml)),
    );
    expect(body).toMatchObject({ metadata: xml, problems: ['boundary-mismatch'] });
    expect(body.sdp).toContain('m=audio 4000');
  });

  it.each([
    ['compact part headers', 'c: application/sdp\r\nl: 3\r\ne: identity'],
    ['an odd disposition', 'Content-Disposition: ;;=render; handling\r\nContent-Type: application/sdp; charset=utf-8'],
    ['a folded header', 'Content-Type:\r\n application/sdp'],
    ['a base64 transfer encoding', 'Content-Transfer-Encoding: base64\r\nContent-Type: Application/SDP'],
  ])('takes %s', (what, headers) => {
    const text = what.includes('base64') ? Buffer.from(sdp).toString('base64') : sdp;
    const body = parseSiprecBody(type, bytes(`--b1\r\n${headers}\r\n\r\n${text}\r\n--b1--`));
    expect(body.sdp?.trim()).toBe(sdp.trim());
  });

  it.each(['application/recording-metadata+xml', 'text/xml', 'application/xml', 'application/recording-metadata'])(
    'takes metadata as %s and says so',
    (odd) => {
      const body = parseSiprecBody(type, mixed(part(odd, xml), part('application/sdp', sdp)));
      expect(body).toMatchObject({ metadata: xml, problems: ['odd-metadata-type'] });
    },
  );

  it.each(['text/xml', 'application/xml'])('takes no foreign document as %s for metadata', (generic) => {
    const body = parseSiprecBody(type, mixed(part('application/sdp', sdp), part(generic, '<presence/>')));
    expect(body).toEqual({ sdp: expect.stringContaining('m=audio 4000') as string, problems: ['no-metadata'] });
  });

  it('takes the standard type where two parts could be the metadata', () => {
    const body = parseSiprecBody(type, mixed(part('text/xml', '<x/>'), part('application/rs-metadata+xml', xml)));
    expect(body).toMatchObject({ metadata: xml, problems: ['no-sdp'] });
  });

  it.each([
    ['multipart/mixed;boundary="b1"', []],
    ['multipart/mixed; charset=x; BOUNDARY = b1', []],
    ['multipart/mixed', ['boundary-mismatch']],
    ['multipart/mixed;boundary=', ['boundary-mismatch']],
    ['multipart/mixed;boundary=b', ['boundary-mismatch']],
  ])('finds the parts of %s', (contentType, problems) => {
    const body = parseSiprecBody(contentType, mixed(part('application/sdp', sdp), part('application/rs-metadata+xml', xml)));
    expect(body).toMatchObject({ metadata: xml, problems });
    expect(body.sdp).toContain('m=audio 4000');
  });

  it('takes a multipart in a multipart, eight deep and no more', () => {
    const nested = (depth: number): string =>
      depth === 0
        ? `--b0\r\nContent-Type: application/sdp\r\n\r\n${sdp}\r\n--b0--`
        : `--b${depth}\r\nContent-Type: multipart/mixed;boundary=b${depth - 1}\r\n\r\n${nested(depth - 1)}\r\n--b${depth}--`;
    expect(parseSiprecBody('multipart/mixed;boundary=b7', bytes(nested(7))).sdp).toContain('m=audio 4000');
    expect(parseSiprecBody('multipart/mixed;boundary=b8', bytes(nested(8))).problems).toContain('no-sdp');
  });

  it('takes bare line feeds', () => {
    const body = parseSiprecBody(type, bytes(new TextDecoder().decode(mixed(part('application/sdp', sdp))).replaceAll('\r', '')));
    expect(body.sdp).toContain('m=audio 4000');
  });

  it('takes an offer alone', () => {
    expect(parseSiprecBody('application/sdp', bytes(sdp))).toEqual({ sdp, problems: ['no-metadata'] });
  });

  it('says that there is no offer', () => {
    expect(parseSiprecBody(type, mixed(part('application/rs-metadata+xml', xml))).problems).toEqual(['no-sdp']);
  });

  it('refuses to take apart what is too large or too fragmented', () => {
    expect(parseSiprecBody(type, new Uint8Array(300_000)).problems).toEqual(['too-large']);
    expect(parseSiprecBody(type, bytes('--b1\r\n\r\nx\r\n'.repeat(100))).problems).toEqual(['too-many-parts']);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.array(fc.constantFrom('--b1', '--', '\r\n', sdp, xml, 'Content-Type: application/sdp', ':', '\u0000', 'é'), {
          maxLength: 12,
        }),
        (noise, pieces) => {
          const body = parseSiprecBody(noise.length % 2 ? type : noise, bytes(pieces.join('') + noise));
          expect(Array.isArray(body.problems)).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
