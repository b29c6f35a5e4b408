import fc from 'fast-check';
import { createRequire } from 'node:module';
import { maskPhone, normaliseEmail, normalisePhone, normaliserVersion, trailingDigits } from '../index.js';

describe('a telephone number', () => {
  it.each([
    ['+372 5123 4567', 'EE', '+37251234567'],
    ['5123 4567', 'EE', '+37251234567'],
    ['0037251234567', 'EE', '+37251234567'],
    ['<sip:+37251234567@pbx.example;user=phone>;tag=1', 'EE', '+37251234567'],
    ['"Name" <sips:+37251234567:secret@pbx.example>', 'EE', '+37251234567'],
    ['tel:+372-5123-4567;phone-context=+372', 'EE', '+37251234567'],
    ['sip:%2B37251234567@pbx.example', 'PL', '+37251234567'],
    ['600 123 456', 'PL', '+48600123456'],
    ['+39 06 698 12345', 'IT', '+390669812345'],
    ['06 698 12345', 'IT', '+390669812345'],
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['+372 5123 4567 ext. 12', 'EE', '+37251234567'],
  ])('%s in %s is %s', (raw, region, value) => {
    expect(normalisePhone(raw, region)).toEqual({ kind: 'e164', value });
  });

  it.each(['101', '12', '4711', 'sip:2001@pbx.example', '112'])('of few digits is an extension: %s', (raw) => {
    expect(normalisePhone(raw, 'EE')).toEqual({ kind: 'extension', value: /(\d{2,})/.exec(raw)?.[1] });
  });

  it.each([
    '',
    '  ',
    'anonymous',
    'Anonymous',
    'sip:anonymous@anonymous.invalid',
    '"Anonymous" <sip:c8@anonymous.invalid>',
    'Restricted',
    'unavailable',
    'Unknown',
    '0',
    '0000000',
    '+266696687',
    '9999999999',
  ])('that was withheld or stands for none is withheld: "%s"', (raw) => {
    expect(normalisePhone(raw, 'EE')).toEqual({ kind: 'withheld' });
  });

  it.each(['hello', '+1', '+372', '123456789012345678', 'sip:alice@example.com', '5'])('that is none is invalid: %s', (raw) => {
    expect(normalisePhone(raw, 'EE')).toEqual({ kind: 'invalid' });
  });

  it('is the same after normalising twice, whatever came in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9 ()-]{3,18}$/)), (raw) => {
        const once = normalisePhone(raw, 'EE');
        if (once.kind === 'e164') expect(normalisePhone(once.value, 'PL')).toEqual(once);
      }),
    );
  });

  it('needs a region that there is', () => {
    expect(() => normalisePhone('101', 'XX')).toThrow(expect.objectContaining({ code: 'phone.region' }) as Error);
  });

  it('shows its last two digits and is looked up by its last three', () => {
    expect(maskPhone('+37251234567')).toBe('•••• 67');
    expect(trailingDigits('+37251234567')).toBe('567');
    expect(trailingDigits('+37251234567', 4)).toBe('4567');
  });

  it('is normalised by the version that is stored with its index', () => {
    const { version } = createRequire(__filename)('libphonenumber-js/package.json') as { version: string };
    expect(normaliserVersion.endsWith(`libphonenumber-js-${version}`)).toBe(true);
  });
});

describe('an e-mail address', () => {
  it.each([
    [' Anna.Kask@Example.COM ', 'anna.kask@example.com'],
    ['a+tag@example.com', 'a+tag@example.com'],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['jõgi@näide.ee', 'jõgi@xn--nide-loa.ee'],
  ])('%s is %s', (raw, value) => {
    expect(normaliseEmail(raw)).toEqual({ kind: 'email', value });
  });

  it.each([
    '',
    '@',
    'a@',
    '@b.ee',
    'a b@c.ee',
    'a@b',
    'a@1.2.3.4',
    'a@[::1]',
    'a..b@c.ee',
    '.a@c.ee',
    'a@b@c.ee',
    'a@c.ee/x',
    'a@-c.ee',
    'a@c..ee',
    `${'x'.repeat(65)}@c.ee`,
    '"a"@c.ee',
    'a\u0000@c.ee',
  ])('that is none is invalid: "%s"', (raw) => {
    expect(normaliseEmail(raw)).toEqual({ kind: 'invalid' });
  });

  it('is the same after normalising twice', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (raw) => {
        const once = normaliseEmail(raw);
        if (once.kind === 'email') expect(normaliseEmail(once.value)).toEqual(once);
      }),
    );
  });
});
