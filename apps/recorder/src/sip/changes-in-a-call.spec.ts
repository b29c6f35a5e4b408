import { PlayedEndpoint } from './played-endpoint.fixture.js';
import { METADATA, MIXED, SDP, type RawPeer } from './raw-peer.fixture.js';

const OTHER = 'z9hG4bKother';
const changed = (change: (sdp: string) => string): { readonly type: string; readonly body: string } => ({
  type: 'application/sdp',
  body: change(SDP),
});

describe('a call that changes', () => {
  let played: PlayedEndpoint;
  let peer: RawPeer;
  let tag: string;
  beforeEach(async () => {
    played = new PlayedEndpoint();
    peer = await played.start();
    tag = await played.call(peer);
  });
  afterEach(() => played.stop());

  /** The call still stands: it takes another re-INVITE and answers it with the session that stood before. */
  const standsAsBefore = async (cseq: number): Promise<void> => {
    played.reanswer = () => Promise.resolve({ accept: '' });
    peer.request({ cseq, tag });
    expect(await peer.next(new RegExp(`^SIP/2\\.0 200[^]*CSeq: ${cseq} INVITE`))).toContain('m=audio 4000');
    peer.request({ method: 'ACK', cseq, tag });
  };

  describe.each([
    ['another codec', (sdp: string) => sdp.replace('AVP 8', 'AVP 18')],
    ['another port', (sdp: string) => sdp.replace('4000', '4010')],
    ['another address', (sdp: string) => sdp.replaceAll('127.0.0.1', '192.0.2.44')],
    ['a stream more', (sdp: string) => `${sdp}m=audio 4002 RTP/AVP 8\r\na=label:2\r\n`],
    ['no stream any more', (sdp: string) => sdp.replace('4000', '0')],
  ])('to %s', (_what, change) => {
    it.each(['INVITE', 'UPDATE'])('goes on by %s when it is taken', async (method) => {
      played.reanswer = () => Promise.resolve({ accept: SDP.replace('4000', '6000') });
      peer.request({ method, cseq: 2, tag, ...changed(change) });
      expect(await peer.next(new RegExp(`^SIP/2\\.0 200[^]*2 ${method}`))).toContain('m=audio 6000');
      if (method === 'INVITE') peer.request({ method: 'ACK', cseq: 2, tag });
      expect(Buffer.from(played.reoffers[0]?.body ?? []).toString()).toBe(change(SDP));
    });

    it.each(['INVITE', 'UPDATE'])('goes on as before by %s when it is refused', async (method) => {
      played.reanswer = () =>
        Promise.resolve({ reject: { status: 488, reason: 'Not Acceptable Here', warning: { code: 305, text: 'PCMA, PCMU' } } });
      peer.request({ method, cseq: 2, tag, ...changed(change) });
      expect(await peer.next(/^SIP\/2\.0 488/)).toContain('Warning: 305 voxkeep "PCMA, PCMU"\r\n');
      if (method === 'INVITE') peer.request({ method: 'ACK', cseq: 2, branch: 'z9hG4bKINVITE2', tag });
      await standsAsBefore(3);
    });
  });

  it('says by 491 that an offer crosses ours, and ours is answered', async () => {
    const done = (await played.dialog).reoffer(SDP);
    const ours = await peer.next(/^INVITE /);
    peer.invite({ cseq: 2, tag, branch: OTHER });
    expect(await peer.next(/^SIP\/2\.0 [2-6][^]*2 INVITE/)).toMatch(/^SIP\/2\.0 491/);
    peer.request({ method: 'UPDATE', cseq: 3, tag, type: 'application/sdp', body: SDP });
    expect(await peer.next(/^SIP\/2\.0 [2-6][^]*3 UPDATE/)).toMatch(/^SIP\/2\.0 491/);
    peer.respond(ours, '200 OK', [], SDP);
    await peer.next(/^ACK /);
    expect(await done).toBe('accepted');
    await standsAsBefore(4);
  });

  it('offers again after a pause when the peer says that ours crossed its own', async () => {
    const done = (await played.dialog).reoffer(SDP);
    peer.respond(await peer.next(/^INVITE /), '491 Request Pending');
    await peer.next(/^ACK /);
    peer.respond(await peer.next(/^INVITE /), '200 OK', [], SDP);
    await peer.next(/^ACK /);
    expect(await done).toBe('accepted');
  });

  it('waits with its own offer until an offer of the peer is answered', async () => {
    let release: () => void = () => undefined;
    played.reanswer = () =>
      new Promise(
        (resolve) =>
          (release = () => {
            resolve({ accept: SDP });
          }),
      );
    peer.invite({ cseq: 2, tag });
    await peer.next(/^SIP\/2\.0 100[^]*2 INVITE/);
    const done = (await played.dialog).reoffer(SDP);
    release();
    await peer.next(/^SIP\/2\.0 200[^]*2 INVITE/);
    peer.request({ method: 'ACK', cseq: 2, tag });
    peer.respond(await peer.next(/^INVITE /), '200 OK', [], SDP);
    expect(await done).toBe('accepted');
  });

  it('ends an offer of ours that the peer refuses because the call is gone', async () => {
    const done = (await played.dialog).reoffer(SDP);
    peer.respond(await peer.next(/^INVITE /), '481 Call Does Not Exist');
    expect(await done).toBe('refused');
    expect(await played.ended).toBe('transport');
  });

  it('takes two re-INVITEs at once of which the last is acknowledged', async () => {
    played.reanswer = () => Promise.resolve({ accept: SDP });
    peer.invite({ cseq: 2, tag });
    peer.invite({ cseq: 3, tag });
    await peer.next(/^SIP\/2\.0 [25]00[^]*3 INVITE/);
    peer.request({ method: 'ACK', cseq: 3, tag });
    await standsAsBefore(4);
  });

  it('ends when a re-INVITE is never acknowledged', async () => {
    peer.invite({ cseq: 2, tag });
    await peer.next(/^BYE /);
    expect(await played.ended).toBe('no-ack');
  });

  it('lives on when the recorder fails at an offer', async () => {
    played.reanswer = () => Promise.reject(new Error('surprise'));
    for (const [method, cseq] of [
      ['INVITE', 2],
      ['UPDATE', 3],
    ] as const) {
      peer.request({ method, cseq, tag, ...changed((sdp) => sdp) });
      await peer.next(new RegExp(`^SIP/2\\.0 500[^]*${cseq} ${method}`));
      if (method === 'INVITE') peer.request({ method: 'ACK', cseq, branch: 'z9hG4bKINVITE2', tag });
    }
    await standsAsBefore(4);
  });

  it('takes metadata alone and leaves the streams as they are', async () => {
    peer.request({ method: 'UPDATE', cseq: 2, tag, type: 'application/rs-metadata+xml', body: METADATA });
    await peer.next(/^SIP\/2\.0 200[^]*2 UPDATE/);
    await standsAsBefore(3);
  });

  it.each([
    ['application/dtmf-relay', 'Signal=1\r\nDuration=160\r\n', { key: '1', durationMs: 160 }],
    ['application/dtmf-relay', 'Signal= #\r\nDuration= 250', { key: '#', durationMs: 250 }],
    ['application/dtmf-relay', 'Signal=1\r\nDuration=99999999', { key: '1', durationMs: 60_000 }],
    ['application/dtmf;charset=x', '5\r\n', { key: '5' }],
    ['application/dtmf', '10', { key: '*' }],
  ])('tells the key in an INFO of %s', async (type, body, digit) => {
    peer.request({ method: 'INFO', cseq: 2, tag, type, body });
    await peer.next(/^SIP\/2\.0 200[^]*2 INFO/);
    expect(played.digits).toEqual([digit]);
  });

  it.each([
    ['application/dtmf-relay', 'Signal=12345'],
    ['application/dtmf', '11 1'],
    ['application/dtmf', ''],
    ['text/plain', '1'],
    ['application/dtmf-relay', `${' '.repeat(300)}Signal=1`],
  ])('tells no key when an INFO of %s has none, and answers it', async (type, body) => {
    peer.request({ method: 'INFO', cseq: 2, tag, type, body });
    await peer.next(/^SIP\/2\.0 200[^]*2 INFO/);
    expect(played.digits).toEqual([]);
  });

  it('keeps what is offered by an UPDATE from crossing an offer that is being answered', async () => {
    let release: () => void = () => undefined;
    played.reanswer = () =>
      new Promise(
        (resolve) =>
          (release = () => {
            resolve({ accept: SDP });
          }),
      );
    peer.invite({ cseq: 2, tag });
    await peer.next(/^SIP\/2\.0 100[^]*2 INVITE/);
    peer.request({ method: 'UPDATE', cseq: 3, tag, type: 'multipart/mixed;boundary=b', body: MIXED });
    expect(await peer.next(/^SIP\/2\.0 [2-6][^]*3 UPDATE/)).toMatch(/^SIP\/2\.0 500[^]*Retry-After: /);
    release();
    await peer.next(/^SIP\/2\.0 200[^]*2 INVITE/);
  });
});
