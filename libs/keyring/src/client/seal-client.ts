import { sealState, unsealingAnswer, type SealState, type UnsealingAnswer } from '../protocol/unsealing.js';
import { SocketTransport } from './socket-transport.js';

/** What the operator enters: nothing for a key in a plain file, which is looked for again. */
export interface UnsealingTry {
  readonly secret?: string;
  /** The secret is the first, and a root key is made under it. */
  readonly firstTime?: boolean;
  /** The last try before the token locks itself may be used. */
  readonly finalTry?: boolean;
}

/** What a sealed keyring takes over the operator's socket. Throws `keyring.unreachable`. */
export interface SealClient {
  standing(): Promise<SealState>;
  unseal(entered: UnsealingTry): Promise<UnsealingAnswer>;
  changeSecret(from: string, to: string): Promise<UnsealingAnswer>;
  close(): void;
}

/** Connects to the operator's socket; the keyring may be sealed or not. */
export function connectSealDesk(socketPath: string): SealClient {
  const transport = new SocketTransport(socketPath);
  return {
    standing: async () => sealState.parse(await transport.plain('GET', '/v1/seal')),
    unseal: async (entered) => unsealingAnswer.parse(await transport.plain('POST', '/v1/seal/unseal', entered)),
    changeSecret: async (from, to) =>
      unsealingAnswer.parse(await transport.plain('POST', '/v1/seal/change-secret', { from, to })),
    close: () => {
      transport.close();
    },
  };
}
