import { answerOffer, codecWarning, parseOffer } from '@voxkeep/telephony';
import { PlayedEndpoint } from './played-endpoint.fixture.js';
import { SDP, type RawPeer } from './raw-peer.fixture.js';

const TIMER = 'Supported: timer, replaces';

describe('whether a call still stands', () => {
  let played: PlayedEndpoint;
  let peer: RawPeer;
  beforeEach(async () => {
    played = new PlayedEndpoint();
    peer = await played.start();
  });
  afterEach(() => played.stop());

  /** What the peer sent before was taken when this is answered. */
  const untilTaken = async (): Promise<void> => {
    const callId = `after-${peer.heard.length}`;
    peer.request({ method: 'OPTIONS', branch: `z9hG4bK${callId}`, callId });
    await peer.next(new RegExp(`^SIP[^]*${callId}`));
  };
  const stopClock = (): void => {
    jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick', 'queueMicrotask', 'hrtime'] });
  };
  afterEach(() => jest.useRealTimers());

  describe('by asking', () => {
    it.each([
      ['200 OK', 'alive'],
      ['405 Method Not Allowed', 'alive'],
      ['500 Server Internal Error', 'alive'],
      ['481 Call Does Not Exist', 'gone'],
      ['408 Request Timeout', 'gone'],
    ])('takes %s for %s', async (status, outcome) => {
      await played.call(peer);
      const asked = (await played.dialog).probe();
      const question = await peer.next(/^OPTIONS /);
      expect(question).toMatch(/^To: .*;tag=src\r$/m);
      peer.respond(question, status);
      expect(await asked).toBe(outcome);
    });

    it.each([
      ['OPTIONS', {}],
      ['INVITE', {}],
      ['BYE', { tag: 'guessed' }],
      ['INFO', { tag: 'guessed' }],
    ])('asks its client, though somebody else who knows the Call-ID sends an %s', async (method, guess) => {
      await played.call(peer);
      const other = await played.newPeer();
      other.request({ method, branch: 'z9hG4bKother', ...guess });
      await other.next(/^SIP\/2\.0 [2-6]/);
      const asked = (await played.dialog).probe();
      peer.respond(await peer.next(/^OPTIONS /), '200 OK');
      expect(await asked).toBe('alive');
      expect(other.heard.filter((text) => text.startsWith('OPTIONS'))).toEqual([]);
    });

    it('takes silence for no answer, and leaves the call as it is', async () => {
      const tag = await played.call(peer);
      expect(await (await played.dialog).probe()).toBe('no-answer');
      peer.request({ method: 'BYE', cseq: 2, tag });
      await peer.next(/^SIP\/2\.0 200[^]*2 BYE/);
      expect(await played.ended).toBe('bye');
      expect(await (await played.dialog).probe()).toBe('gone');
    });
  });

  describe('by a session timer', () => {
    it('refuses an interval that is too short for it, naming the shortest', async () => {
      peer.invite({ headers: ['Require: siprec', TIMER, 'Session-Expires: 60'] });
      expect(await peer.next(/^SIP\/2\.0 [2-6]/)).toMatch(/^SIP\/2\.0 422 [^]*Min-SE: 90\r\n/);
      expect([played.offers.length, played.endpoint.counters['intervalsTooSmall']]).toEqual([0, 1]);
    });

    it('takes the interval as it is from a client that knows nothing of timers, and refreshes itself', async () => {
      peer.invite({ headers: ['Require: siprec', 'Session-Expires: 60'] });
      const answer = await peer.next(/^SIP\/2\.0 [2-6]/);
      expect(answer).toMatch(/^SIP\/2\.0 200[^]*Session-Expires: 60;refresher=uas\r\n/);
      expect(answer).not.toContain('Require: timer');
    });

    it.each([
      ['', 'uac'],
      [';refresher=uac', 'uac'],
      [';refresher=uas', 'uas'],
    ])('agrees with "%s" that the refresher is the %s', async (asked, refresher) => {
      peer.invite({ headers: ['Require: siprec', TIMER, `x: 90${asked}`] });
      expect(await peer.next(/^SIP\/2\.0 [2-6]/)).toContain(`Session-Expires: 90;refresher=${refresher}\r\n`);
    });

    it('refuses too short an interval of a refresh as well; the call goes on', async () => {
      const tag = await played.call(peer, [TIMER, 'Session-Expires: 90']);
      peer.request({ method: 'UPDATE', cseq: 2, tag, headers: [TIMER, 'Session-Expires: 30'] });
      expect(await peer.next(/^SIP\/2\.0 [2-6][^]*2 UPDATE/)).toMatch(/^SIP\/2\.0 422[^]*Min-SE: 90/);
      peer.request({ method: 'UPDATE', cseq: 3, tag, headers: [TIMER, 'Session-Expires: 90'] });
      expect(await peer.next(/^SIP\/2\.0 [2-6][^]*3 UPDATE/)).toMatch(/^SIP\/2\.0 200[^]*Session-Expires: 90;refresher=uac/);
    });

    it('ends a call that is not refreshed in time', async () => {
      stopClock();
      await played.call(peer, [TIMER, 'Session-Expires: 90']);
      await untilTaken();
      jest.advanceTimersByTime(59_000);
      expect(played.endpoint.counters['sessionsExpired']).toBe(0);
      jest.advanceTimersByTime(2000);
      jest.useRealTimers();
      expect(await played.ended).toBe('transport');
      expect(played.endpoint.counters['sessionsExpired']).toBe(1);
    });

    it.each(['UPDATE', 'INVITE'])('begins anew with each refresh by %s', async (method) => {
      stopClock();
      const tag = await played.call(peer, [TIMER, 'Session-Expires: 90']);
      await untilTaken();
      for (const cseq of [2, 3, 4]) {
        jest.advanceTimersByTime(50_000);
        peer.request({ method, cseq, tag, headers: [TIMER, 'Session-Expires: 90'] });
        await peer.next(new RegExp(`^SIP/2\\.0 200[^]*${cseq} ${method}`));
        if (method === 'INVITE') peer.request({ method: 'ACK', cseq, tag, type: 'application/sdp', body: SDP });
        await untilTaken();
      }
      jest.useRealTimers();
      expect(played.endpoint.counters['sessionsExpired']).toBe(0);
    });

    it.each([
      ['UPDATE', ['Allow: INVITE, ACK, BYE, UPDATE']],
      ['INVITE', ['Allow: INVITE, ACK, BYE']],
    ] as const)('refreshes by %s when it is ours to do, and ends the call when nobody is there', async (method, allow) => {
      await played.call(
        peer,
        [...allow, TIMER, 'Session-Expires: 2;refresher=uas'].filter((line) => line !== TIMER),
      );
      const first = await peer.next(new RegExp(`^${method} `));
      expect(first).toContain('Session-Expires: 2;refresher=uac');
      peer.respond(first, '200 OK', [], method === 'INVITE' ? SDP : '');
      peer.respond(await peer.next(new RegExp(`^${method} (?![^]*${/^CSeq: .*$/m.exec(first)?.[0] ?? ''})`)), '481 Gone');
      expect(await played.ended).toBe('transport');
    });
  });

  describe('an INVITE that does not say that it is for recording', () => {
    const plain = (): void => {
      peer.send(
        [
          ...['INVITE sip:srs@127.0.0.1 SIP/2.0', `Via: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bKy`],
          ...['From: <sip:a@b>;tag=1', 'To: <sip:a@b>', 'Call-ID: y', 'CSeq: 1 INVITE', 'Contact: <sip:a@b>'],
          ...['Content-Type: application/sdp', '', SDP],
        ].join('\r\n'),
      );
    };

    it('is refused as a rule', async () => {
      plain();
      await peer.next(/^SIP\/2\.0 488/);
      expect(played.offers).toHaveLength(0);
    });

    it('is taken and flagged where the trunk says so', async () => {
      played.unmarked = true;
      plain();
      await peer.next(/^SIP\/2\.0 200/);
      expect(played.offers[0]).toMatchObject({ unmarked: true, contentType: 'application/sdp' });
      peer.invite();
      await peer.next(/^SIP\/2\.0 200[^]*call-1/);
      expect(played.offers[1]).toMatchObject({ unmarked: false });
    });
  });

  it('names a codec that nobody can record in the Warning of its 488', async () => {
    const read = parseOffer(SDP.replace('AVP 8', 'AVP 18'));
    const { refusedCodecs } = answerOffer('offer' in read ? read.offer : { media: [] }, {
      ...{ address: '127.0.0.1', portFor: () => 4000, sessionId: '1', version: 1, gate: 'receive', recordState: 'off' },
    });
    const reject = { status: 488, reason: 'Not Acceptable Here', warning: codecWarning(refusedCodecs) };
    played.answer = () => Promise.resolve({ reject });
    peer.invite();
    expect(await peer.next(/^SIP\/2\.0 488/)).toContain(
      '\r\nWarning: 305 voxkeep "Incompatible media format: offer PCMA or PCMU at 8000 Hz (offered: G729)"\r\n',
    );
  });

  it('tells why it refuses in a Warning', async () => {
    played.answer = () =>
      Promise.resolve({
        reject: { status: 488, reason: 'Not Acceptable Here', warning: { code: 399, text: 'no "common" codec\r\nX: y' } },
      });
    peer.invite();
    expect(await peer.next(/^SIP\/2\.0 488/)).toContain('\r\nWarning: 399 voxkeep "no  common  codec X: y"\r\n');
  });
});
