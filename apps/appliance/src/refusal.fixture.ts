import type { VoxkeepError } from '@voxkeep/contracts';

/** What a call refuses with; fails the test when it does not. */
export function refusalOf(call: () => unknown): Pick<VoxkeepError, 'code' | 'data'> {
  try {
    call();
  } catch (thrown) {
    return thrown as VoxkeepError;
  }
  throw new Error('nothing was refused');
}
