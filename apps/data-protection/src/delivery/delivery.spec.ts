import { mailLanguages, writeLetter, type MailMessage } from './mail/letters';
import { readRecipient } from './mail/recipient';
import { MadeCertificates } from '../package/signing/signing.fixture';
import { hashToken, newPassphrase, newToken, normalisePassphrase } from './secrets';
import { readFileSync } from 'node:fs';

describe('a passphrase', () => {
  it('has 80 random bits in four groups', () => {
    expect(newPassphrase()).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(new Set(Array.from({ length: 200 }, newPassphrase)).size).toBe(200);
  });

  it('is the same however it is typed or heard', () => {
    expect(normalisePassphrase(' ab0d-1efg ')).toBe(normalisePassphrase('ABOD IEFG'));
  });
});

describe('a token', () => {
  it('is 256 random bits, of which only the hash is kept', () => {
    const token = newToken();
    expect([token.length, hashToken(token).length]).toEqual([43, 32]);
  });
});

describe('a letter', () => {
  const messages: readonly MailMessage[] = [
    { template: 'verification-code', values: { case: 'DSR-1', code: '123 456', minutes: 10 } },
    { template: 'download-link', values: { case: 'DSR-1', link: 'https://x/collect#t', until: '2026-03-08' } },
    { template: 'package', values: { case: 'DSR-1' } },
  ];

  it.each(mailLanguages)('says everything it has to in %s, with no gap left', (language) => {
    for (const message of messages) {
      const { subject, text } = writeLetter(message, language);
      expect(subject).toContain('DSR-1');
      for (const value of Object.values(message.values).slice(1)) expect(text).toContain(String(value));
      expect(subject + text).not.toMatch(/[{}]/);
    }
  });

  it('is in English where a language is not spoken', () => {
    expect(writeLetter({ template: 'package', values: { case: 'DSR-1' } }, 'xx').subject).toBe(
      'DSR-1: the answer to your request',
    );
  });
});

describe('the certificate of a recipient', () => {
  const made = new MadeCertificates();
  const pem = (name: string) => readFileSync(made.at(`${name}.crt`), 'utf8');
  let now: Date;
  beforeAll(() => {
    made.make('mari', 'ec', 'mari@example.ee');
    now = new Date(); // afterwards: a certificate is valid from the second in which it was made
  });
  afterAll(() => {
    made.remove();
  });

  it('is taken while it is valid and made out to the address', () => {
    expect(readRecipient(pem('mari'), 'mari@example.ee', now)).toMatchObject({ subjectAltName: 'email:mari@example.ee' });
  });

  it('is refused for another address, after its end, and when it is none', () => {
    const later = new Date(now.getTime() + 40 * 24 * 3_600_000);
    expect([
      readRecipient(pem('mari'), 'juri@example.ee', now),
      readRecipient(pem('mari'), 'mari@example.ee', later),
      readRecipient('-----BEGIN CERTIFICATE-----\nxx', 'mari@example.ee', now),
    ]).toEqual(['certificate-other-address', 'certificate-ended', 'invalid_format']);
  });
});
