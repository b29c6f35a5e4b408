import { readCallArguments, usage } from './call-arguments.js';

const refusalOf = (...argv: readonly string[]): string => {
  const given = readCallArguments(argv);
  return given.asks === 'nothing' ? given.refused : `not refused: ${given.asks}`;
};

describe('the command line of a test call', () => {
  it('asks for an ordinary call when nothing is said', () => {
    expect(readCallArguments([])).toMatchObject({
      asks: 'call',
      options: { target: { address: '127.0.0.1', port: 5060 }, transport: 'udp', codec: 'PCMA', unmarked: false, hangUp: true },
    });
  });

  it('takes every option that it tells of', () => {
    const told = [...usage.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name = '']) => name);
    const values: Readonly<Record<string, string>> = { 'session-id': 'ucid-1', 'duration-ms': '9000', digit: '*@agent:100' };
    const said = [...usage.matchAll(/^ {2}--([a-z-]+) (\S+)/gm)].map(([, name = '', value = '']) => [
      name,
      values[name] ?? value,
    ]);
    const withValue = new Map(said.map(([name = '', value = '']) => [name, value]));
    const argv = told.flatMap((name) => [`--${name}`, ...(withValue.has(name) ? [withValue.get(name) ?? ''] : [])]);
    expect(readCallArguments(argv)).toMatchObject({
      asks: 'call',
      everyPacket: true,
      options: { unmarked: true, hangUp: false },
    });
  });

  it('offers a codec that cannot be recorded, to be refused', () => {
    expect(readCallArguments(['--codec', 'g729'])).toMatchObject({ asks: 'call', options: { codec: 'G729' } });
  });

  it('holds, is silent and changes its codec when it is told to', () => {
    const argv = ['--hold', '2', '--silent', 'agent', '--codec-change', 'g729'];
    expect(readCallArguments(argv)).toMatchObject({ options: { holdMs: 2000, silent: 'agent', codecChange: 'G729' } });
  });

  it.each([
    [['--codec', 'G711'], 'PCMA, PCMU, G722, G729, GSM, OPUS or AMR-WB'],
    [['--transport', 'tls'], 'udp or tcp'],
    [['--first-stream', 'both'], 'customer or agent'],
    [['--target', '127.0.0.1'], 'ADDRESS:PORT'],
    [['--duration-ms', 'long'], 'a whole number from 20 to 3600000'],
    [['--digit', '1@somebody:3'], 'KEY@PARTY:MILLISECONDS'],
    [['--digit', '1@customer:6000'], 'after the end of the call'],
    [['--hold', '5'], 'fewer seconds than the call lasts'],
    [['--silent', 'both'], 'customer or agent'],
    [['--codec-change', 'PCMU'], 'G722, G729'],
    [['--session-id', 'a\r\nb'], 'printable characters'],
    [['--customer', 'Anna'], 'tel: or sip: address'],
    [['--codecs', 'PCMA'], "Unknown option '--codecs'. Allowed are --target, --transport, --codec"],
    [['PCMA'], "Unexpected argument 'PCMA'"],
    [['--target'], "Option '--target <value>' argument missing. Allowed are"],
  ])('refuses %j and says what is allowed', (argv, sentence) => {
    expect(refusalOf(...argv)).toContain(sentence);
  });
});
