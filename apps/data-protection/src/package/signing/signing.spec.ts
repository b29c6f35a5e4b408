import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { envelop, sign } from './cms';
import { DocumentSigner } from './document-signer';
import { leaveRoomForSignature } from './pdf-signature';
import { MadeCertificates } from './signing.fixture';
import { readSigningIdentity } from './signing-identity';
import { withTool } from '../../../../../test/support/with-tool';

const content = Buffer.from('Mari Mägi-Õunapuu\n');

describe.each(['rsa', 'ec'] as const)('a signature by an %s key', (kind) => {
  const made = new MadeCertificates();
  const signer = () => new DocumentSigner(() => readSigningIdentity(made.at('signer.pem')));
  beforeAll(() => {
    made.make('signer', kind);
    writeFileSync(made.at('content'), content);
  });
  afterAll(() => {
    made.remove();
  });

  it('is verified by OpenSSL, and names the certificate it was made with', async () => {
    const identity = readSigningIdentity(made.at('signer.pem'));
    writeFileSync(made.at('content.p7s'), await sign(content, identity, { detached: true }));
    const verify = [
      'cms',
      '-verify',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'content.p7s',
      '-content',
      'content',
      '-CAfile',
      'signer.crt',
      '-purpose',
      'any',
      '-cades',
    ];
    expect(made.run(...verify)).toEqual(content);
  });

  it('is refused by OpenSSL for another content', async () => {
    const identity = readSigningIdentity(made.at('signer.pem'));
    writeFileSync(made.at('content.p7s'), await sign(content, identity, { detached: true }));
    writeFileSync(made.at('altered'), 'Mari');
    expect(() =>
      made.run('cms', '-verify', '-binary', '-inform', 'DER', '-in', 'content.p7s', '-content', 'altered', '-noverify'),
    ).toThrow();
  });

  it('seals a letter that only the recipient opens', async () => {
    const recipient = new X509Certificate(readFileSync(made.at('signer.crt')));
    writeFileSync(made.at('letter'), await envelop(content, recipient));
    const opened = made.run(
      'cms',
      '-decrypt',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'letter',
      '-inkey',
      'signer.key',
      '-recip',
      'signer.crt',
    );
    expect(opened).toEqual(content);
  });

  it('reads a key from PKCS#12 as from PEM', () => {
    writeFileSync(made.at('secret'), 'correct horse\n');
    made.run(
      'pkcs12',
      '-export',
      '-in',
      'signer.crt',
      '-inkey',
      'signer.key',
      '-passout',
      'pass:correct horse',
      '-out',
      'signer.p12',
    );
    const { key, chain } = readSigningIdentity(made.at('signer.p12'), made.at('secret'));
    expect(key.equals(readSigningIdentity(made.at('signer.pem')).key)).toBe(true);
    expect(chain).toHaveLength(1);
  });

  it('says that a PKCS#12 file cannot be read with another passphrase, and nothing of it', () => {
    writeFileSync(made.at('secret'), 'wrong');
    expect(() => readSigningIdentity(made.at('signer.p12'), made.at('secret'))).toThrow('signing.unreadable');
  });

  withTool('pdfsig')('makes a PDF that poppler calls valid, and invalid once a byte of it is changed', async () => {
    const pdf = await signer().pdf(await smallPdf(signer().name));
    const say = (bytes: Buffer) => {
      writeFileSync(made.at('signed.pdf'), bytes);
      return spawnSync('pdfsig', ['-nocert', made.at('signed.pdf')], { encoding: 'utf8' }).stdout;
    };
    expect(say(pdf)).toMatch(/ETSI\.CAdES\.detached[\s\S]*Total document signed[\s\S]*Signature is Valid/);
    const altered = Buffer.from(pdf);
    altered[altered.indexOf('(Voxkeep') + 2] = 0x58;
    expect(say(altered)).toContain('Digest Mismatch');
  });

  withTool('qpdf')('leaves a PDF that qpdf finds nothing wrong with', async () => {
    writeFileSync(made.at('signed.pdf'), await signer().pdf(await smallPdf(signer().name)));
    expect(execFileSync('qpdf', ['--check', made.at('signed.pdf')], { encoding: 'utf8' })).toContain(
      'No syntax or stream encoding errors',
    );
  });
});

function smallPdf(name: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const pdf = new PDFDocument({ bufferPages: true, info: { Creator: 'Voxkeep' }, compress: false });
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    pdf.text('Report');
    leaveRoomForSignature(pdf, { reason: 'DSR-2026-00001', signer: name, at: new Date() });
    pdf.end();
  });
}
