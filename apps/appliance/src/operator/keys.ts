import { connectKeyring, clientSocketPath, type KeyringClient, type KeyringStatus } from '@voxkeep/keyring';
import { VoxkeepError } from '@voxkeep/contracts';
import { ownerClasses, type OwnerClass } from '@voxkeep/personal-data';
import { layoutOf } from '../layout.js';
import { findRunning } from '../running.js';
import { say } from '../say.js';
import { keysArguments } from './keys-arguments.js';

const dayMs = 24 * 3_600_000;
const done = 0;
const notDone = 1;

/** Says what the keyring of a running appliance holds and which rotations are under way. */
export function keysStatus(args: readonly string[]): Promise<number> {
  return asOperator(args, async (keyring) => {
    for (const line of linesOf(await keyring.status())) say(line);
    return done;
  });
}

/** Replaces the root key while everything serves, and waits until no key is under the old one. */
export function rotateRoot(args: readonly string[]): Promise<number> {
  return asOperator(args, async (keyring) => {
    const outcome = await keyring.rotateRoot();
    if (outcome === 'not-rotatable') throw new VoxkeepError('keyring.not-rotatable');
    say(outcome === 'begun' ? 'New keys are under the new root key.' : 'A rotation of the root key is under way already.');
    await untilRewrapped(keyring);
    say('Every key is under the new root key; the old one is destroyed. Make a new copy of it, and destroy the old copies.');
    return done;
  });
}

/** Orders new keys for the owners of a class; values are sealed anew in the background. */
export function rotateOwners(args: readonly string[]): Promise<number> {
  const { ownerClass, olderThanDays } = keysArguments(args);
  if (!isOwnerClass(ownerClass)) throw new VoxkeepError('keys.owner-class', { classes: ownerClasses.join(', ') });
  return asOperator(args, async (keyring) => {
    await keyring.rotateOwners(ownerClass, new Date(Date.now() - olderThanDays * dayMs));
    say('Ordered. Values are sealed anew in the background; "voxkeep keys status" tells how far that is.');
    return done;
  });
}

/** Makes new index keys; contact points are indexed anew in the background and found all the while. */
export function rotateIndexes(args: readonly string[]): Promise<number> {
  return asOperator(args, async (keyring) => {
    const begun = await keyring.rotateIndexes();
    say(
      begun ? 'Begun. Contact points are indexed anew in the background.' : 'A rotation of the index keys is under way already.',
    );
    return begun ? done : notDone;
  });
}

async function asOperator(args: readonly string[], work: (keyring: KeyringClient) => Promise<number>): Promise<number> {
  const layout = layoutOf(keysArguments(args).dataDirectory);
  findRunning(layout);
  const keyring = connectKeyring(clientSocketPath(layout.keyringSockets, 'operator', false), { watchDestructions: false });
  try {
    return await work(keyring);
  } finally {
    keyring.close();
  }
}

async function untilRewrapped(keyring: KeyringClient): Promise<void> {
  for (;;) {
    const { rootRotation } = await keyring.status();
    if (rootRotation === null) return;
    say(`Still to do: ${rootRotation.left} keys.`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

function linesOf({ rootVersion, rootRotation, keys, ownerRotations, indexes }: KeyringStatus): readonly string[] {
  return [
    `Root key: version ${rootVersion}${rootRotation ? `, ${rootRotation.left} keys still under version ${rootRotation.fromVersion}` : ''}`,
    ...keys.map(({ ownerClass, state, count }) => `Keys of ${ownerClass}, ${state}: ${count}`),
    ...ownerRotations.map(
      ({ ownerClass, createdBefore, resealedAt }) =>
        `Replacing keys of ${ownerClass} from before ${createdBefore}: ${resealedAt === null ? 'under way' : `sealed anew ${resealedAt}`}`,
    ),
    ...indexes.map(({ kind, version, state }) => `Index key of ${kind}: version ${version}, ${state}`),
  ];
}

function isOwnerClass(text: string): text is OwnerClass {
  return (ownerClasses as readonly string[]).includes(text);
}
