import { VoxkeepError } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import { Timers, type IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import { Admission } from './admission.js';
import { ALLOW, AgentCore } from './agent-core.js';
import { newCounters } from './counters.js';
import type { LiveDialog } from './dialog/live-dialog.js';
import type { SipEndpoint, SipEndpointOptions } from './endpoint.js';
import { sipWorkFailed } from './events.js';
import { GuardedHandler } from './guarded-handler.js';
import { InboundCall } from './inbound-call.js';
import type { CallRoom } from './inbound-call.js';
import { setBodyAside } from './received.js';
import { SipTransport } from './sip-transport.js';
import { RFC_3261_TIMERS, applyTimers } from './timers.js';
import { bindBoth } from './wire/bind.js';
import type { Flow } from './wire/flow.js';
import { TcpListener, type TcpDoor } from './wire/tcp-listener.js';
import { UdpListener } from './wire/udp-listener.js';

const SWEEP_MS = 5000;
const ACCEPTED_TYPES = 'Accept: application/sdp, multipart/mixed, application/rs-metadata+xml';
const WILDCARDS = ['0.0.0.0', '::'];
const CLOSED = { stranger: 'strangersTurnedAway', connections: 'connectionsOverShare', slow: 'slowConnections' } as const;

/** The adapter of the port on the sip.js core: sockets below, handler above, the library in between. */
export class SipjsEndpoint implements SipEndpoint {
  readonly counters = newCounters();
  private readonly handler: GuardedHandler;
  private readonly transport: SipTransport;
  private readonly admission: Admission;
  private readonly udp: UdpListener;
  private readonly tcp: TcpListener;
  private room: CallRoom | undefined;
  private sweeper: NodeJS.Timeout | undefined;

  constructor(private readonly options: SipEndpointOptions) {
    this.handler = new GuardedHandler(options.handler, this.counters);
    this.admission = new Admission(
      {
        hasTransaction: (key) => this.room?.agent.core.userAgentServers.has(key) ?? false,
        hasDialog: (callId) => this.room?.dialogs.has(callId) ?? false,
        capacityLeft: (source) => this.handler.sure(() => options.capacityLeft(source)),
      },
      this.counters,
      () => performance.now(),
    );
    this.transport = new SipTransport(
      {
        admits: (source) => this.handler.admits(source),
        atFirstSight: (head, source) => this.admission.atFirstSight(head, source),
        onRequest: (request, flow) => {
          this.take(request, flow);
        },
        leads: (request) => this.leads(request),
        onResponse: (response) => this.room?.agent.core.receiveIncomingResponseFromTransport(response),
        connect: (address, port) => this.tcp.connect(address, port),
      },
      this.counters,
    );
    this.udp = new UdpListener((bytes, flow) => {
      this.transport.receive(bytes, flow);
    });
    this.tcp = new TcpListener(this.tcpDoor());
  }

  get remembered(): Readonly<Record<string, number>> {
    const own = { ...this.transport.remembered, refusedInvites: this.admission.size };
    return this.room ? { ...own, ...rememberedIn(this.room) } : own;
  }

  async start(): Promise<{ readonly udpPort: number; readonly tcpPort: number }> {
    const { address, port, publicAddress = address, timers } = this.options;
    if (WILDCARDS.includes(publicAddress)) throw new VoxkeepError('sip.public-address-missing', { port });
    applyTimers({ ...RFC_3261_TIMERS, ...timers });
    const ports = await bindBoth(this.udp, this.tcp, address, port);
    this.room = this.openRoom(publicAddress, ports.udpPort);
    const sweepMs = Math.min(SWEEP_MS, 10 * Timers.T1);
    this.sweeper = setInterval(() => {
      this.transport.sweep((callId) => this.room?.dialogs.has(callId) ?? false);
      this.admission.sweep(64 * Timers.T1);
    }, sweepMs).unref();
    return ports;
  }

  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    for (const dialog of this.room?.dialogs.values() ?? []) dialog.abandon();
    this.room?.agent.core.dispose();
    this.room = undefined;
    this.transport.close();
    await Promise.all([this.udp.close(), this.tcp.close()]);
  }

  private tcpDoor(): TcpDoor {
    return {
      admits: (source) => this.handler.admits(source),
      received: (bytes, flow) => {
        this.transport.receive(bytes, flow);
      },
      broken: (head, status, flow) => {
        this.transport.receiveBroken(head, status, flow);
      },
      restMs: ({ address }) => this.transport.shares.restMs(address),
      refused: (why) => {
        this.counters[CLOSED[why]] += 1;
      },
    };
  }

  private openRoom(address: string, port: number): CallRoom {
    const agent = new AgentCore(this.transport, address, port, (request) => {
      if (this.room) new InboundCall(request, this.room).answer();
    });
    const { handler, counters } = this;
    const dialogs = new Map<string, LiveDialog>();
    const forget = (callId: string): void => void dialogs.delete(callId);
    const own = (work: Promise<unknown>): void => {
      work.catch((error: unknown) => {
        counters.workErrors += 1;
        diagnostics.record(sipWorkFailed, { error });
      });
    };
    return { agent, handler, counters, dialogs, forget, own, pending: new Set<string>() };
  }

  /** Gives a request to the library, after what the library cannot do or would do wrongly. */
  private take(request: IncomingRequestMessage, flow: Flow): void {
    if (!this.room) return;
    const { core } = this.room.agent;
    setBodyAside(request, flow.source);
    this.room.agent.speakOver(flow.source.transport);
    if (!core.userAgentServers.has(request.viaBranch) && this.takeOurselves(request, this.room)) return;
    if (request.ruri) Reflect.set(core.configuration, 'aor', request.ruri); // any user part is us
    core.receiveIncomingRequestFromTransport(request);
  }

  /** A request within the dialog, or the one that begins a call. */
  private leads(request: IncomingRequestMessage): boolean {
    const { method, callId, toTag } = request;
    const dialog = this.room?.dialogs.get(callId);
    if (toTag) return dialog?.owns(request) ?? false;
    return method === 'INVITE' && !dialog && this.room?.pending.has(callId) === false;
  }

  private takeOurselves(request: IncomingRequestMessage, room: CallRoom): boolean {
    if (!request.toTag) return this.takeOutside(request, room);
    const dialog = room.dialogs.get(request.callId);
    const owner = dialog?.owns(request) ? dialog : undefined;
    if (request.method === 'INVITE') owner?.prepareReinvite(request);
    if (request.method !== 'UPDATE') return false;
    if (owner) owner.takeUpdate(request);
    else room.agent.core.replyStateless(request, { statusCode: 481 });
    return true;
  }

  private takeOutside(request: IncomingRequestMessage, room: CallRoom): boolean {
    if (request.method === 'OPTIONS') this.answerOptions(request, room);
    else if (request.method === 'UPDATE' || request.method === 'INFO')
      room.agent.core.replyStateless(request, { statusCode: 481 });
    else return false;
    return true;
  }

  /** The health check of a session border controller. A recorder that refuses a burst is still there. */
  private answerOptions(request: IncomingRequestMessage, room: CallRoom): void {
    this.counters.options += 1;
    const statusCode = this.handler.sure(this.options.inService) ? 200 : 503;
    room.agent.core.replyStateless(request, { statusCode, extraHeaders: [ALLOW, ACCEPTED_TYPES] });
  }
}

function rememberedIn({ agent, dialogs, pending }: CallRoom): Readonly<Record<string, number>> {
  const { userAgentServers, userAgentClients, dialogs: libraryDialogs } = agent.core;
  return {
    ...{ dialogs: dialogs.size, pending: pending.size, libraryDialogs: libraryDialogs.size },
    ...{ servers: userAgentServers.size, clients: userAgentClients.size },
  };
}
