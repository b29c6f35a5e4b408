import { VoxkeepError } from '@voxkeep/contracts';
import { isVaultFailure } from './vault-failure.js';

describe('a failure of the vault', () => {
  const coded = (code: string) => Object.assign(new Error(), { code });

  it.each([
    [true, new VoxkeepError('vault.away')],
    [true, new VoxkeepError('vault.file-broken')],
    [true, coded('EIO')],
    [false, new VoxkeepError('recorder.journal-unread', { cause: 'EIO' })],
    [false, coded('ERR_INVALID_ARG_TYPE')],
    [false, new TypeError('undefined is not a function')],
    [false, undefined],
  ])('%s: %s', (expected, failure) => {
    expect(isVaultFailure(failure)).toBe(expected);
  });
});
