import { randomUUID } from 'node:crypto';
import type { AccessViews } from '@voxkeep/configuration';
import { VoxkeepError } from '@voxkeep/contracts';
import type { KeyringClient } from '@voxkeep/keyring';
import { diagnostics, type SignedIn, type VaultStore } from '@voxkeep/platform';
import { wavBytes } from '@voxkeep/recording';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import type { Visibility } from '../access/visibility.js';
import { AudioAnswer } from './audio-answer.js';
import type { Listening } from './listenings.js';
import { timelineOf } from './playable.js';

describe('the audio of a recording whose vault is away', () => {
  let lines: string[];
  beforeEach(() => {
    lines = keptLog();
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const segment = {
    ...{ id: randomUUID(), recordingId: 'r', channel: 'customer', number: 1, fileId: randomUUID(), codec: 'PCMA', startMs: 0 },
    ...{ octets: 8000, sha512: '', state: 'closed', owner: randomUUID(), sealedAs: null },
  } as const;
  const recording = { id: randomUUID(), segments: [segment], gaps: [], inseparable: false } as unknown as Listening['recording'];
  const timeline = timelineOf(recording);
  const listening = { recording, timeline } as Listening;
  const answerOf = (refused: VoxkeepError) => {
    const keyring = { open: () => Promise.resolve({ key: () => Buffer.alloc(32, 1), zero: () => undefined }) };
    const vault = { openForRead: () => Promise.reject(refused), mustBeHere: () => Promise.reject(refused) };
    const [access, visibility] = [{ isLiving: () => Promise.resolve(true) }, { mayHear: () => Promise.resolve(true) }];
    return new AudioAnswer(
      keyring as unknown as KeyringClient,
      vault as unknown as VaultStore,
      access as unknown as AccessViews,
      visibility as unknown as Visibility,
    );
  };
  const stream = (answer: AudioAnswer) =>
    answer.stream(listening, { from: 0, to: wavBytes(timeline) - 1 }, { userId: 'u', sessionId: 's' } as unknown as SignedIn);

  it('is not told as lost, be it asked for before or after the purpose was stated', async () => {
    const answer = answerOf(new VoxkeepError('vault.away', { state: 'unmarked' }));
    await expect(answer.demandVault()).rejects.toThrow('vault.away');
    await expect(stream(answer)).rejects.toThrow('vault.away');
    expect(lines.filter((line) => line.includes('unreadable'))).toEqual([]);
  });

  it('is told as lost where the vault is there and the file is not', async () => {
    await expect(stream(answerOf(new VoxkeepError('recording.file-missing')))).rejects.toMatchObject({
      ...{ status: 409, code: 'recording.file-missing' },
    });
    expect(lines.filter((line) => line.includes('unreadable'))).toHaveLength(1);
  });
});
