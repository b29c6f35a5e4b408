import { NonInviteServerTransaction, UserAgentServer } from 'sip.js/lib/core/index.js';
import type { IncomingRequestMessage, UserAgentCore } from 'sip.js/lib/core/index.js';

/** The server side of an UPDATE (RFC 3311), which the library does not know. */
export class UpdateUserAgentServer extends UserAgentServer {
  constructor(core: UserAgentCore, message: IncomingRequestMessage) {
    super(NonInviteServerTransaction, core, message);
  }
}
