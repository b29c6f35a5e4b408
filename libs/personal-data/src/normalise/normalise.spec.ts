import fc from 'fast-check';
import { createRequire } from 'node:module';
import { isListedNumber, maskPhone, normaliseEmail, normalisePhone, normaliserVersion, trailingDigits } from '../index.js';

/** The columns of a country in the number plan data: calling code, international prefix, possible lengths, national prefix. */
type Plan = readonly [
  callingCode: string,
  abroad: string,
  pattern: string,
  lengths: readonly number[],
  formats: unknown,
  prefix: unknown,
];
const numberPlans = createRequire(__filename)('libphonenumber-js/metadata.max.json') as {
  readonly countries: Readonly<Record<string, Plan>>;
};
/** Behind the national prefix of these a carrier is chosen by further digits, which look like a number. */
const chooseCarriers = ['BO', 'BR', 'BY', 'CN', 'CO', 'KR'];
/** A number that could exist; none whose first digits could be read as a prefix of the place where it is dialled. */
const anyNumber = fc
  .constantFrom(...Object.keys(numberPlans.countries).filter((region) => !chooseCarriers.includes(region)))
  .chain((region) => {
    const [callingCode, abroad, , lengths, , prefix] = numberPlans.countries[region] ?? ['', '', '', [9], [], 0];
    return fc
      .constantFrom(...lengths)
      .chain((length) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`)))
      .map((number) => ({ region, callingCode, abroad, prefix: typeof prefix === 'string' ? prefix : '', number }));
  })
  .filter(({ callingCode, abroad, prefix, number }) => {
    const leads = [callingCode, ...(prefix === '' ? [] : [prefix]), ...(callingCode === '39' ? ['00'] : ['0'])];
    return !leads.some((lead) => number.startsWith(lead)) && !new RegExp(`^(${abroad})`).test(`${prefix}${number}`);
  });

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

  it.each([
    ['tel:06-698-12345;phone-context=+39', 'EE', '+390669812345'],
    ['tel:555-0100;phone-context=+1-201', 'EE', '+12015550100'],
    ['tel:020 7946 0018;phone-context=+44', 'EE', '+442079460018'],
    ['tel:8 912 345 67 89;phone-context=%2B7', 'EE', '+79123456789'],
    ['sip:5123-4567;phone-context=+372@pbx.example;user=phone', 'PL', '+37251234567'],
    ['sip:51234567@pbx.example;user=phone;phone-context=+372', 'PL', '+37251234567'],
    ['<sip:51234567;phone-context=%2B372@pbx.example>', 'PL', '+37251234567'],
    ['tel:+37251234567;isub=4711', 'EE', '+37251234567'],
    ['tel:+37251234567;ext=4711', 'EE', '+37251234567'],
    ['tel:+37251234567;postd=pp22', 'EE', '+37251234567'],
    ['+37251234567;isub=4711;ext=12', 'EE', '+37251234567'],
    ['tel:+37251234567;phone-context=pbx.example', 'EE', '+37251234567'],
    ['tel:0037251234567;phone-context=+372', 'EE', '+37251234567'],
  ])('%s in %s is what its parameters say: %s', (raw, region, value) => {
    expect(normalisePhone(raw, region)).toMatchObject({ kind: 'e164', value });
  });

  it.each([
    ['tel:51234567;phone-context=pbx.example', '51234567'],
    ['sip:51234567;phone-context=ims.example@pbx.example', '51234567'],
    ['tel:51234567;phone-context=', '51234567'],
    ['tel:7042;phone-context=+372', '7042'],
    ['tel:863-1234;phone-context=+1-914-555', '8631234'],
  ])('%s is local, never a guessed public number', (raw, value) => {
    expect(normalisePhone(raw, 'EE')).toEqual({ kind: 'extension', value });
  });

  it('is not guessed out of a text', () => {
    expect(normalisePhone('order 12399999', 'EE')).toEqual({ kind: 'invalid' });
  });

  it.each([
    ['+39 0120 12345', '0120 12345', 'IT'],
    ['+372 1234567', '1234567', 'EE'],
    ['+48 11 111 22 33', '11 111 22 33', 'PL'],
    ['+44 1000 123456', '(01000) 123456', 'GB'],
    ['+7 1112345678', '8 111 234-56-78', 'RU'],
  ])('of a range that the plan data do not know is one in both spellings: %s and %s', (international, national, region) => {
    const value = international.replaceAll(' ', '');
    expect(isListedNumber(value)).toBe(false);
    expect(normalisePhone(international, region)).toEqual({ kind: 'e164', value });
    expect(normalisePhone(national, region)).toEqual({ kind: 'e164', value });
  });

  it('is one number in every region, however it is written', () => {
    fc.assert(
      fc.property(anyNumber, ({ region, callingCode, prefix, number }) => {
        const international = normalisePhone(`+${callingCode}${number}`, region);
        fc.pre(international.kind === 'e164' && `${prefix}${number}`.length > 6);
        for (const spelling of [`${prefix}${number}`, `${prefix} (${number.slice(0, 2)}) ${number.slice(2)}`])
          expect(normalisePhone(spelling, region)).toEqual(international);
        for (const spelling of [`tel:${number};phone-context=+${callingCode}`, `sip:+${callingCode}${number}@x.example`])
          expect(normalisePhone(spelling, 'US')).toEqual(international);
      }),
      { numRuns: 60 },
    );
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
