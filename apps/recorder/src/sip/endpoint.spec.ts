import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createSipEndpoint } from './endpoint.js';
import type { Answer, EndReason, InfoDigit, Offer, SipDialog, SipEndpoint, SipHandler } from './endpoint.js';
import { METADATA, MIXED, RawPeer, SDP, tagOf } from './raw-peer.fixture.js';

describe('the SIP endpoint', () => {
  let endpoint: SipEndpoint;
  let peer: RawPeer;
  let capacity: boolean;
  let answer: (offer: Offer) => Promise<Answer>;
  let reanswer: (offer: Offer) => Promise<Answer>;
  let known: boolean;
  let service: boolean;
  let unmarked: boolean;
  const offers: Offer[] = [];
  const reoffers: Offer[] = [];
  const infos: InfoDigit[] = [];
  let dialog: Promise<SipDialog>;
  let ended: Promise<EndReason>;

  const handler = (established: (made: SipDialog) => void, end: (why: EndReason) => void): SipHandler => ({
    admits: () => (known ? 'known' : 'unknown'),
    onOffer: (offer) => {
      offers.push(offer);
      return answer(offer);
    },
    onEstablished: established,
    onReoffer: (_callId, offer) => {
      reoffers.push(offer);
      return reanswer(offer);
    },
    acceptsUnmarked: () => unmarked,
    onUnmarked: () => ({ reject: { status: 488, reason: 'Not Acceptable Here' } }),
    onInfoDigit: (_callId, digit) => infos.push(digit),
    onEnd: (_callId, why) => {
      end(why);
    },
  });

  beforeEach(async () => {
    for (const list of [offers, reoffers, infos]) list.length = 0;
    capacity = known = service = true;
    unmarked = false;
    answer = () => Promise.resolve({ accept: SDP });
    reanswer = () => Promise.resolve({ accept: '' });
    let establish: (made: SipDialog) => void = () => undefined;
    let end: (why: EndReason) => void = () => undefined;
    dialog = new Promise((resolve) => (establish = resolve));
    ended = new Promise((resolve) => (end = resolve));
    endpoint = createSipEndpoint({
      address: '127.0.0.1',
      port: 0,
      capacityLeft: () => capacity,
      inService: () => service,
      handler: handler(
        (made) => {
          establish(made);
        },
        (why) => {
          end(why);
        },
      ),
      timers: { t1: 20, t2: 80, t4: 80 },
    });
    peer = await new RawPeer().open((await endpoint.start()).udpPort);
  });
  afterEach(async () => {
    peer.close();
    await endpoint.stop();
  });

  /** A call that is answered and acknowledged; gives the tag of our side. */
  const call = async (): Promise<string> => {
    peer.invite();
    const tag = tagOf(await peer.next(/^SIP\/2\.0 200/));
    peer.request({ method: 'ACK', tag });
    return tag;
  };

  describe('outside of a call', () => {
    it('answers OPTIONS with what it takes', async () => {
      peer.request({ method: 'OPTIONS' });
      const response = await peer.next(/^SIP\/2\.0 200/);
      expect(response).toContain('Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE');
      expect(response).toMatch(/Via: .*;rport=\d+.*;received=127\.0\.0\.1/);
    });

    it('refuses an INVITE at once when full, without keeping the client away, absorbs its ACK and stays in service', async () => {
      capacity = false;
      peer.invite();
      const refusal = await peer.next(/^SIP\/2\.0 [1-6]/);
      expect(refusal).toMatch(/^SIP\/2\.0 503 Service Unavailable\r\n/);
      expect(refusal).not.toContain('Retry-After');
      peer.request({ method: 'ACK', branch: 'z9hG4bKINVITE1', tag: tagOf(refusal) });
      peer.request({ method: 'OPTIONS' });
      expect(await peer.next(/OPTIONS/)).toMatch(/^SIP\/2\.0 200/);
      expect(endpoint.counters).toMatchObject({ refusedAtOnce: 1, absorbedAcks: 1, invites: 0, malformed: 0 });
      expect(endpoint.remembered).toMatchObject({ servers: 0, pending: 0, dialogs: 0 });
    });

    it('keeps to a refusal when the INVITE is repeated, although there is room by then', async () => {
      capacity = false;
      peer.invite();
      await peer.next(/^SIP\/2\.0 503/);
      capacity = true;
      peer.invite();
      await peer.next(/^SIP\/2\.0 503/);
      peer.invite({ branch: 'z9hG4bKanew' });
      await peer.next(/^SIP\/2\.0 200/);
      expect(offers).toHaveLength(1);
    });

    it('asks nothing about capacity for a repetition and inside of a call', async () => {
      const tag = await call();
      capacity = false;
      peer.invite({ cseq: 2, tag });
      await peer.next(/^SIP\/2\.0 200[^]*2 INVITE/);
      peer.request({ method: 'ACK', cseq: 2, tag });
      peer.invite();
      peer.request({ method: 'OPTIONS' });
      await peer.next(/^SIP\/2\.0 200[^]*OPTIONS/);
      expect(endpoint.counters['refusedAtOnce']).toBe(0);
    });

    it('answers OPTIONS with 503 when it is out of service', async () => {
      service = false;
      peer.request({ method: 'OPTIONS' });
      expect(await peer.next(/OPTIONS/)).toMatch(/^SIP\/2\.0 503/);
    });

    it('refuses an unknown source and counts it', async () => {
      known = false;
      peer.invite();
      await peer.next(/^SIP\/2\.0 403/);
      expect(endpoint.counters['unknownSource']).toBe(1);
      expect(offers).toHaveLength(0);
    });

    it.each([
      ['an extension it does not know', { headers: ['Require: siprec, 100rel'] }, /^SIP\/2\.0 420[^]*Unsupported: 100rel/],
      ['a method it does not know', { method: 'SUBSCRIBE' }, /^SIP\/2\.0 405/],
      ['a BYE without a dialog', { method: 'BYE', tag: 'none' }, /^SIP\/2\.0 481/],
      ['an UPDATE without a dialog', { method: 'UPDATE', tag: 'none' }, /^SIP\/2\.0 481/],
      ['two Call-IDs', { headers: ['Call-ID: other'] }, /^SIP\/2\.0 400/],
    ] as const)('refuses %s', async (_case, parts, expected) => {
      peer.request(parts);
      expect(await peer.next(/^SIP\/2\.0 [2-6]/)).toMatch(expected);
    });

    it('refuses what it cannot parse', async () => {
      peer.send(
        `INVITE sip:srs@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bKx\r\nFrom: <<>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n`,
      );
      await peer.next(/^SIP\/2\.0 400/);
      expect(endpoint.counters['malformed']).toBe(1);
    });

    it('refuses an INVITE that is no recording session', async () => {
      peer.request({ headers: [], type: 'application/sdp', body: SDP.replace('+sip.src', '') });
      await peer.next(/^SIP\/2\.0 200/); // the Contact of this peer says that it is one
      peer.send(
        `INVITE sip:srs@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bKy\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: y\r\nCSeq: 1 INVITE\r\nContact: <sip:a@b>\r\nContent-Type: application/sdp\r\n\r\n${SDP}`,
      );
      await peer.next(/^SIP\/2\.0 488/);
    });

    it('says which port is taken', async () => {
      const other = createSipEndpoint({
        address: '127.0.0.1',
        port: peer.target,
        capacityLeft: () => true,
        inService: () => true,
        handler: handler(
          () => undefined,
          () => undefined,
        ),
      });
      await expect(other.start()).rejects.toMatchObject({ code: 'sip.port-in-use', data: { port: peer.target } });
    });
  });

  describe('for an INVITE', () => {
    it('gives the handler the body octet for octet and answers in UTF-8', async () => {
      await call();
      expect(Buffer.from(offers[0]!.body).toString('utf8')).toBe(MIXED);
      expect(offers[0]!).toMatchObject({
        callId: 'call-1',
        contentType: 'multipart/mixed;boundary=b',
        source: { address: '127.0.0.1', port: peer.port, transport: 'udp' },
      });
      const response = peer.heard.find((text) => text.startsWith('SIP/2.0 200'))!;
      expect(response).toMatch(/Contact: <sip:voxkeep@127\.0\.0\.1:\d+;transport=udp>;\+sip\.srs/);
      expect(response).toContain(`Content-Length: ${Buffer.byteLength(SDP)}\r\n\r\n${SDP}`);
    });

    it('answers a repeated INVITE with the same response and asks the handler once', async () => {
      peer.invite();
      peer.invite();
      await peer.next(/^SIP\/2\.0 200/);
      await peer.next(/^SIP\/2\.0 200/); // repeated until the ACK
      expect(offers).toHaveLength(1);
    });

    it('answers 500 once when the handler throws', async () => {
      answer = () => Promise.reject(new Error('surprise'));
      peer.invite();
      const response = await peer.next(/^SIP\/2\.0 500/);
      peer.request({ method: 'ACK', cseq: 1, branch: 'z9hG4bKINVITE1', tag: tagOf(response) });
      expect(endpoint.counters['handlerErrors']).toBe(1);
    });

    it('repeats a refusal until its ACK', async () => {
      answer = () => Promise.resolve({ reject: { status: 603, reason: 'Decline' } });
      peer.invite();
      await peer.next(/^SIP\/2\.0 603/);
      await peer.next(/^SIP\/2\.0 603/);
      expect(endpoint.counters['retransmissions']).toBeGreaterThan(0);
    });

    it('answers a CANCEL with 200 and the INVITE with 487, once, and tells the end after the answer', async () => {
      let release: (made: Answer) => void = () => undefined;
      answer = () => new Promise((resolve) => (release = resolve));
      peer.invite();
      await peer.next(/^SIP\/2\.0 100/);
      peer.request({ method: 'CANCEL', cseq: 1, branch: 'z9hG4bKINVITE1' });
      const response = await peer.next(/^SIP\/2\.0 487/);
      peer.request({ method: 'ACK', cseq: 1, branch: 'z9hG4bKINVITE1', tag: tagOf(response) });
      release({ accept: SDP });
      expect(await ended).toBe('cancelled');
      expect(peer.finalsOf('1 CANCEL')).toEqual(['200']);
      expect(new Set(peer.finalsOf('1 INVITE'))).toEqual(new Set(['487']));
    });

    it('repeats the 200 and hangs up when the ACK never comes', async () => {
      peer.invite();
      await peer.next(/^BYE /);
      expect(await ended).toBe('no-ack');
      expect(peer.finalsOf('1 INVITE').length).toBeGreaterThan(3);
    });

    it('keeps two peers with the same branch apart', async () => {
      const other = await new RawPeer().open(peer.target);
      peer.invite({ branch: 'z9hG4bKsame' });
      other.invite({ branch: 'z9hG4bKsame', callId: 'call-2' });
      await Promise.all([peer.next(/^SIP\/2\.0 200[^]*call-1/), other.next(/^SIP\/2\.0 200[^]*call-2/)]);
      other.close();
    });

    it('agrees to a session timer that the peer refreshes', async () => {
      peer.invite({ headers: ['Require: siprec', 'Supported: timer', 'Session-Expires: 1800'] });
      expect(await peer.next(/^SIP\/2\.0 200/)).toContain('Session-Expires: 1800;refresher=uac');
    });
  });

  describe('inside a call', () => {
    it('ends with BYE and answers a repeated BYE alike', async () => {
      const tag = await call();
      peer.request({ method: 'BYE', cseq: 2, tag });
      peer.request({ method: 'BYE', cseq: 2, tag });
      await peer.next(/^SIP\/2\.0 200[^]*2 BYE/);
      await peer.next(/^SIP\/2\.0 200[^]*2 BYE/);
      expect(await ended).toBe('bye');
      expect(endpoint.counters['byes']).toBe(1);
    });

    it('answers an UPDATE without SDP without a body, one with SDP with one', async () => {
      const tag = await call();
      peer.request({ method: 'UPDATE', cseq: 2, tag, type: 'application/rs-metadata+xml', body: METADATA });
      expect(await peer.next(/^SIP\/2\.0 200[^]*2 UPDATE/)).toContain('Content-Length: 0');
      expect(Buffer.from(reoffers[0]!.body).toString()).toBe(METADATA);
      reanswer = () => Promise.resolve({ accept: SDP });
      peer.request({ method: 'UPDATE', cseq: 3, tag, type: 'multipart/mixed;boundary=b', body: MIXED });
      expect(await peer.next(/^SIP\/2\.0 200[^]*3 UPDATE/)).toContain('m=audio 4000');
    });

    it('answers a re-INVITE without SDP with what stands', async () => {
      const tag = await call();
      peer.request({ cseq: 2, tag });
      expect(await peer.next(/^SIP\/2\.0 200[^]*2 INVITE/)).toContain('m=audio 4000');
      peer.request({ method: 'ACK', cseq: 2, tag, type: 'application/sdp', body: SDP });
    });

    it('takes a newer re-INVITE for the ACK of the one before', async () => {
      const tag = await call();
      peer.invite({ cseq: 2, tag });
      peer.invite({ cseq: 3, tag });
      await peer.next(/^SIP\/2\.0 200[^]*3 INVITE/);
      peer.request({ method: 'ACK', cseq: 3, tag });
      peer.invite({ cseq: 4, tag });
      await peer.next(/^SIP\/2\.0 200[^]*4 INVITE/);
      expect(peer.finalsOf('3 INVITE')).not.toContain('500');
    });

    it('takes a re-INVITE for the ACK of the initial INVITE', async () => {
      peer.invite();
      const tag = tagOf(await peer.next(/^SIP\/2\.0 200/));
      peer.invite({ cseq: 2, tag });
      await peer.next(/^SIP\/2\.0 200[^]*2 INVITE/);
      peer.request({ method: 'ACK', cseq: 2, tag });
      peer.request({ method: 'BYE', cseq: 3, tag });
      expect(await ended).toBe('bye');
    });

    it('hangs up when a re-INVITE is never acknowledged', async () => {
      const tag = await call();
      peer.invite({ cseq: 2, tag });
      await peer.next(/^BYE /);
      expect(await ended).toBe('no-ack');
    });

    it('refuses a re-offer that the handler refuses or fails at, and lives on', async () => {
      const tag = await call();
      reanswer = () => Promise.resolve({ reject: { status: 488, reason: 'Not Acceptable Here' } });
      peer.invite({ cseq: 2, tag });
      await peer.next(/^SIP\/2\.0 488/);
      peer.request({ method: 'ACK', cseq: 2, branch: 'z9hG4bKINVITE2', tag });
      reanswer = () => Promise.reject(new Error('surprise'));
      peer.request({ method: 'UPDATE', cseq: 3, tag });
      await peer.next(/^SIP\/2\.0 500[^]*3 UPDATE/);
      reanswer = () => Promise.resolve({ accept: SDP });
      peer.invite({ cseq: 4, tag });
      await peer.next(/^SIP\/2\.0 200[^]*4 INVITE/);
    });

    it('hands on an INFO', async () => {
      const tag = await call();
      peer.request({ method: 'INFO', cseq: 2, tag, type: 'application/dtmf-relay', body: 'Signal=1\r\n' });
      await peer.next(/^SIP\/2\.0 200[^]*2 INFO/);
      expect(infos).toEqual([{ key: '1' }]);
    });

    it('says good-bye itself, repeated until it is answered', async () => {
      await call();
      const done = (await dialog).bye('consent "refused"');
      expect(await peer.next(/^BYE /)).toContain('Reason: SIP;cause=200;text="consent  refused "');
      const repeated = await peer.next(/^BYE /);
      peer.send(repeated.replace(/^BYE .*\r\n/, 'SIP/2.0 200 OK\r\n'));
      await done;
    });

    it('offers anew and acknowledges the answer', async () => {
      await call();
      const done = (await dialog).reoffer(SDP);
      const offer = await peer.next(/^INVITE /);
      const [head = ''] = offer.split('\r\n\r\n');
      peer.send(
        `${head.replace(/^INVITE .*\r\n/, 'SIP/2.0 200 OK\r\n').replace(/Content-Length: \d+/, `Content-Length: ${Buffer.byteLength(SDP)}`)}\r\n\r\n${SDP}`,
      );
      await peer.next(/^ACK /);
      expect(await done).toBe('accepted');
    });
  });

  it('opens a connection for its BYE when the one of the call is gone', async () => {
    const requests: string[] = [];
    const listening = createServer((socket) =>
      socket.on('data', (bytes) => {
        requests.push(bytes.toString());
        socket.write(bytes.toString().replace(/^BYE .*\r\n/, 'SIP/2.0 200 OK\r\n'));
      }),
    );
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const contact = (listening.address() as AddressInfo).port;
    const socket = connect(peer.target, '127.0.0.1');
    const head = (method: string, tag = ''): string =>
      [
        `${method} sip:srs@127.0.0.1 SIP/2.0`,
        `Via: SIP/2.0/TCP 127.0.0.1:${contact};branch=z9hG4bKt${method}`,
        'From: <sip:a@b>;tag=1',
        `To: <sip:a@b>${tag}`,
        'Call-ID: t',
        `CSeq: 1 ${method}`,
        `Contact: <sip:a@127.0.0.1:${contact};transport=tcp>;+sip.src`,
      ].join('\r\n');
    socket.write(`${head('INVITE')}\r\nContent-Type: application/sdp\r\nContent-Length: ${Buffer.byteLength(SDP)}\r\n\r\n${SDP}`);
    const tag = await new Promise<string>((resolve) =>
      socket.on('data', (bytes) => {
        if (bytes.includes('SIP/2.0 200')) resolve(tagOf(bytes.toString()));
      }),
    );
    socket.write(`${head('ACK', `;tag=${tag}`)}\r\nContent-Length: 0\r\n\r\n`);
    await dialog;
    await new Promise((resolve) => socket.once('close', resolve).destroy());
    peer.request({ method: 'OPTIONS' });
    await peer.next(/^SIP/); // by then the endpoint has seen the close as well
    await (await dialog).bye('over');
    listening.close();
    expect(requests[0]).toMatch(/^BYE /);
  });

  it('survives mutilated messages and still answers', async () => {
    const whole = `INVITE sip:srs@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bKf\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: f\r\nCSeq: 1 INVITE\r\nContact: <sip:a@b>;+sip.src\r\nContent-Type: multipart/mixed;boundary=b\r\nContent-Length: ${Buffer.byteLength(MIXED)}\r\n\r\n${MIXED}`;
    let state = 1;
    const random = (below: number): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % below;
    for (let turn = 0; turn < 600; turn += 1) {
      const at = random(whole.length);
      peer.send(
        whole.slice(0, at) +
          String.fromCharCode(random(256)).repeat(random(4)) +
          whole.slice(at + random(30)).replaceAll('z9hG4bKf', `z9hG4bK${turn}`),
      );
      if (turn % 50 === 0) await new Promise(setImmediate);
    }
    peer.request({ method: 'OPTIONS', callId: 'alive' });
    await peer.next(/^SIP\/2\.0 200[^]*alive/);
  });
});
