import { VoxkeepError } from '@voxkeep/contracts';
import type { KeyringClient } from '@voxkeep/keyring';
import type { VaultStore } from '@voxkeep/platform';
import type { PersonReport } from '../../report/person-report.js';
import type { CaseAccess, StatedAccess } from '../../subject/case-access.js';
import { OwnAudio } from './own-audio.js';
import type { OwnRecordings } from './own-recordings.js';

describe('the audio of a report', () => {
  const segment = { id: 's', recordingId: 'r', sealedAs: 'r', fileId: 'f', owner: 'o', codec: 'pcma', octets: 8, from: 0 };
  const recording = { store: 'operative', contactId: 'c', recordingId: 'r', startedAt: new Date(0), segments: [segment] };
  const report = { about: 'customer', options: { recordings: true }, conversations: [{ contactId: 'c' }] };
  const openWith = (vault: Partial<VaultStore>, record = jest.fn().mockResolvedValue({})) => {
    const recordings = { of: () => Promise.resolve([{ ...recording, samples: 8 }]) };
    const keyring = { open: () => Promise.resolve({ key: () => Buffer.alloc(32, 1), zero: () => undefined }) };
    const audio = new OwnAudio(
      recordings as unknown as OwnRecordings,
      { record } as unknown as CaseAccess,
      keyring as unknown as KeyringClient,
      vault as VaultStore,
    );
    return audio.open(report as unknown as PersonReport, {} as StatedAccess);
  };
  const away = () => Promise.reject(new VoxkeepError('vault.away', { state: 'unmarked' }));
  const here = () => Promise.resolve();

  it('is refused, and put on no record, while the vault is away', async () => {
    const record = jest.fn();
    await expect(openWith({ mustBeHere: away, openForRead: away }, record)).rejects.toThrow('vault.away');
    expect(record).not.toHaveBeenCalled();
  });

  it('fails where the vault goes while it is read: what is left out would be so for good', async () => {
    const { files } = await openWith({ mustBeHere: here, openForRead: away });
    await expect(files[0]!.read()).rejects.toThrow('vault.away');
  });

  it('leaves out a file that the vault does not hold', async () => {
    const { files } = await openWith({ mustBeHere: here, openForRead: () => Promise.resolve(undefined) });
    expect(await files[0]!.read()).toEqual({ unavailable: 'recording.file-missing' });
  });
});
