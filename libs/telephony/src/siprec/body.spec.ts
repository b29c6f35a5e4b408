import fc from 'fast-check';
import { parseSiprecBody } from './body.js';

const sdp = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nm=audio 4000 RTP/AVP 8\r\n';
const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<recording><name>Bøb</name></recording>';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const part = (type: string, text: string, more = ''): string => `--b1\r\nContent-Type: ${type}\r\n${more}\r\n${text}\r\n`;
const mixed = (...parts: readonly string[]): Uint8Array => bytes(`${parts.join('')}--b1--\r\n`);
const type = 'multipart/mixed;boundary=b1';

describe('the body of a SIPREC request', () => {
  it('gives the offer and the metadata, non-ASCII intact', async () => {
    const body = await parseSiprecBody(type, mixed(part('application/sdp', sdp), part('application/rs-metadata+xml', xml)));
    expect(body).toEqual({ sdp: expect.stringContaining('m=audio 4000') as string, metadata: xml, problems: [] });
  });

  it('takes metadata before the offer, per-part lengths, dispositions and foreign parts', async () => {
    const body = await parseSiprecBody(
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

  it('takes the older metadata type and says so', async () => {
    const body = await parseSiprecBody(type, mixed(part('application/sdp', sdp), part('application/rs-metadata', xml)));
    expect(body).toMatchObject({ metadata: xml, problems: ['legacy-metadata-type'] });
  });

  it('finds the parts when the declared boundary does not occur', async () => {
    const body = await parseSiprecBody(
      'multipart/mixed;boundary=other',
      mixed(part('application/sdp', sdp), part('application/rs-metadata+xml', xml)),
    );
    expect(body).toMatchObject({ metadata: xml, problems: ['boundary-mismatch'] });
    expect(body.sdp).toContain('m=audio 4000');
  });

  it('takes bare line feeds', async () => {
    const body = await parseSiprecBody(
      type,
      bytes(new TextDecoder().decode(mixed(part('application/sdp', sdp))).replaceAll('\r', '')),
    );
    expect(body.sdp).toContain('m=audio 4000');
  });

  it('takes an offer alone', async () => {
    expect(await parseSiprecBody('application/sdp', bytes(sdp))).toEqual({ sdp, problems: ['no-metadata'] });
  });

  it('says that there is no offer', async () => {
    expect((await parseSiprecBody(type, mixed(part('application/rs-metadata+xml', xml)))).problems).toEqual(['no-sdp']);
  });

  it('refuses to take apart what is too large or too fragmented', async () => {
    expect((await parseSiprecBody(type, new Uint8Array(300_000))).problems).toEqual(['too-large']);
    expect((await parseSiprecBody(type, bytes('--b1\r\n\r\nx\r\n'.repeat(100)))).problems).toEqual(['too-many-parts']);
  });

  it('never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 40 }),
        fc.array(fc.constantFrom('--b1', '--', '\r\n', sdp, xml, 'Content-Type: application/sdp', ':', '\u0000', 'é'), {
          maxLength: 12,
        }),
        async (noise, pieces) => {
          const body = await parseSiprecBody(noise.length % 2 ? type : noise, bytes(pieces.join('') + noise));
          expect(Array.isArray(body.problems)).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
