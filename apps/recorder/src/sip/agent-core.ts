import { randomBytes } from 'node:crypto';
import { URI, UserAgentCore } from 'sip.js/lib/core/index.js';
import type { IncomingInviteRequest, UserAgentServer } from 'sip.js/lib/core/index.js';
import { AllowedMethods } from 'sip.js/lib/core/user-agent-core/allowed-methods.js';
import type { Flow } from './wire/flow.js';
import { hostOf } from './wire/flow.js';
import { SUPPORTED_OPTIONS, silentLoggers } from './wire/read-message.js';
import type { SipTransport } from './sip-transport.js';

const METHODS = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'INFO', 'UPDATE'];

/** The header that lists what we take; anything else is answered 405. */
export const ALLOW = `Allow: ${METHODS.join(', ')}`;

/**
 * The transactions of the last half minute. For each new request the library walks over all of them, to find one that came by another
 * way (RFC 3261 §8.2.2.2): under a burst, most of the time of a call. `InboundCall` finds a merged INVITE by its Call-ID, so there is
 * nothing to walk over here.
 */
class ServersByTransaction extends Map<string, UserAgentServer> {
  override values(): ReturnType<Map<string, UserAgentServer>['values']> {
    return new Map<string, UserAgentServer>().values();
  }
}

/** The library's user agent core as a session recording server: Contact with `+sip.srs` (RFC 7866 §6.2). */
export class AgentCore {
  readonly core: UserAgentCore;
  private transport: Flow['source']['transport'] = 'udp';
  private readonly contact: URI;

  constructor(
    transport: SipTransport,
    private readonly address: string,
    private readonly port: number,
    onInvite: (request: IncomingInviteRequest) => void,
  ) {
    AllowedMethods.splice(0, AllowedMethods.length, ...METHODS);
    this.contact = new URI('sip', 'voxkeep', hostOf(address), port);
    this.core = new UserAgentCore(this.configuration(transport), { onInvite });
    this.core.userAgentServers = new ServersByTransaction();
  }

  /** Our Contact as the peer of this flow must use it: a peer on TCP would otherwise send its BYE by UDP. */
  contactOver(transport: Flow['source']['transport']): string {
    return `<sip:voxkeep@${hostOf(this.address)}:${this.port};transport=${transport}>;+sip.srs`;
  }

  /** Chooses the transport that the next messages of the library name in their Contact. */
  speakOver(transport: Flow['source']['transport']): void {
    this.transport = transport;
  }

  private configuration(transport: SipTransport): ConstructorParameters<typeof UserAgentCore>[0] {
    return {
      aor: this.contact,
      contact: { pubGruu: undefined, tempGruu: undefined, uri: this.contact, toString: () => this.contactOver(this.transport) },
      displayName: '',
      loggerFactory: silentLoggers(),
      hackViaTcp: false,
      routeSet: [],
      sipjsId: randomBytes(4).toString('hex').slice(0, 5),
      supportedOptionTags: ['siprec'],
      supportedOptionTagsResponse: [...SUPPORTED_OPTIONS],
      userAgentHeaderFieldValue: 'Voxkeep',
      viaForceRport: true,
      viaHost: `${hostOf(this.address)}:${this.port}`,
      authenticationFactory: () => undefined,
      transportAccessor: () => transport,
    };
  }
}
