import { readCallList } from './call-list-file.js';

async function* inParts(text: string | Buffer, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = (text: string | Buffer) => readCallList(inParts(text));
const phonesOf = async (text: string) => (await read(text)).customers.map(({ phones }) => phones.map(({ value }) => value));

describe('a call list', () => {
  it.each([
    ['commas', 'external_id,phone1\r\n1,+37255500001\r\n'],
    ['semicolons, with commas in a cell', 'first_name;phone1\n"Mets, Mari";+372 5550 0001\n'],
    ['tabs', 'phone1\tpriority\n55500001\t3\n'],
    ['a byte order mark', '\uFEFFphone1,priority\n+37255500001,3'],
    ['a quoted header', '"phone1","email"\n+37255500001,mari@example.com\n'],
    ['columns that are not read', 'notes;phone1;mood\nlikes tea;+37255500001;fine\n'],
  ])('is read with %s', async (_, text) => {
    expect(await phonesOf(text)).toEqual([['+37255500001']]);
  });

  it('names the line, the column and the rule of what it does not understand, and nothing of its content', async () => {
    const text = [
      'external_id,first_name,phone1,phone2,email,time_zone,priority',
      'a,Mari,+37255500001,,,,',
      'b,Jaan,12,,,,',
      'c,Jaan,,,,,',
      'd,Jaan,+37255500002,nonsense,,,',
      'e,Jaan,+37255500003,,not-an-address,,',
      'f,Jaan,+37255500004,,,Mars/Olympus,',
      'g,Jaan,+37255500005,,,,high',
      'h,Jaan,anonymous,,,,',
    ].join('\n');
    const { customers, rejected } = await read(text);
    expect(customers).toHaveLength(1);
    expect(rejected).toEqual([
      { line: 3, column: 'phone1', code: 'extension' },
      { line: 4, column: 'phone1', code: 'required' },
      { line: 5, column: 'phone2', code: 'invalid' },
      { line: 6, column: 'email', code: 'invalid' },
      { line: 7, column: 'time_zone', code: 'unknown' },
      { line: 8, column: 'priority', code: 'invalid' },
      { line: 9, column: 'phone1', code: 'withheld' },
    ]);
  });

  it('goes on after a line that is no CSV', async () => {
    const { customers, rejected } = await read('phone1,first_name\n+37255500001,a"b\n+37255500002,Mari\n');
    expect([customers.length, rejected]).toEqual([1, [{ line: 2, column: '*', code: 'malformed' }]]);
  });

  it('takes a formula for the text that it is', async () => {
    const { customers } = await read('phone1,first_name\n+37255500001,"=HYPERLINK(""http://x"")"\n');
    expect(customers[0]?.firstName).toBe('=HYPERLINK("http://x")');
  });

  it.each([
    ['has no first line', '', 'import.header'],
    ['has no phone column', 'name\nMari\n', 'import.header'],
    ['is not UTF-8', Buffer.from([0x70, 0x68, 0xff, 0xfe]), 'import.encoding'],
  ])('is refused when it %s', async (_, text, code) => {
    await expect(read(text)).rejects.toMatchObject({ status: 422, code });
  });

  it('is refused beyond fifty thousand rows', async () => {
    const rows = 'phone1\n' + '1\n'.repeat(50_001);
    await expect(readCallList(inParts(rows, 65_536))).rejects.toMatchObject({ status: 413, code: 'import.too-many-rows' });
  });

  it('is refused beyond ten megabytes', async () => {
    const row = `+37255500001,${'x'.repeat(1000)}\n`;
    const text = 'phone1,first_name\n' + row.repeat(11_000);
    await expect(readCallList(inParts(text, 65_536))).rejects.toMatchObject({ status: 413, code: 'import.too-large' });
  });
});
