import type { CallFact } from '@voxkeep/recording';
import type { BoundCall } from './bound-call.js';
import { entriesOf } from './entries.js';

describe('what the books are told of a gap', () => {
  const call = { log: { recordingId: 'recording', facts: [{ kind: 'grant' }] } } as unknown as BoundCall;
  const users = { userByAddress: () => Promise.reject(new Error('nobody is asked for')) };
  const told = async (inventedMs: number) => {
    const span = { channel: 'customer', fromMs: 1000, toMs: 61_000 } as const;
    const gap: CallFact = { ...span, kind: 'gap', id: 'gap', reason: 'lost', cause: 'packets-lost', inventedMs };
    return entriesOf([gap], call, users as unknown as Parameters<typeof entriesOf>[2]);
  };

  it('is how much is missing where it stands for losses here and there within it', async () => {
    expect(await told(340)).toMatchObject([{ gap: { fromMs: 1000, toMs: 61_000, missingMs: 340 } }]);
  });

  it('is no amount where all of it is missing', async () => {
    expect(await told(0)).toMatchObject([{ gap: { fromMs: 1000, toMs: 61_000, missingMs: null } }]);
  });
});
