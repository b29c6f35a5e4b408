import { findRunning } from '../running.js';
import { layoutOf, type Layout } from '../layout.js';
import { makeSet, newSetName, type MadeSet } from '../backup/make-set.js';
import { prune, removeUnfinished } from '../backup/prune.js';
import { BackupRegister } from '../backup/register.js';
import { recipientIn } from '../backup/sealing.js';
import { outsideOf, signerOf, urlsOf, verifierIn } from '../backup/site.js';
import { keyringCopiesIn, setsIn, targetAt, type Target } from '../backup/target.js';
import { say } from '../say.js';
import { backupArguments, type BackupArguments } from './backup-arguments.js';

const done = 0;
const megabyte = 2 ** 20;

/** Makes a set of all nine stores and the vault of a running appliance, and removes copies of the keyring that are past their term. */
export function makeBackup(args: readonly string[]): Promise<number> {
  const given = backupArguments(args);
  return withRegister(given, async (register, target, layout) => {
    const since = performance.now();
    const made = await make(register, target, layout);
    say(`Made the set ${given.to}/sets/${made.manifest.name}`);
    for (const line of linesOf(made, performance.now() - since)) say(line);
    await pruned(register, target);
    return done;
  });
}

/** Lists the sets of a target, and what the register of a running appliance knows of them. */
export function listBackups(args: readonly string[]): Promise<number> {
  return withRegister(backupArguments(args), async (register, target) => {
    const [here, keyrings] = [new Set(setsIn(target)), new Set(keyringCopiesIn(target))];
    for (const { name, expiresAt, keyringExpiresAt } of await register.standing()) {
      const data = here.has(name) ? `data until ${expiresAt.toISOString()}` : 'data not in this target';
      const keys = keyrings.has(name)
        ? `copy of the keyring until ${keyringExpiresAt.toISOString()}`
        : 'no copy of the keyring here';
      say(`${name}  ${data}, ${keys}`);
    }
    return done;
  });
}

/** Removes from a target what is past its term: copies of the keyring after at most 7 days, sets after at most 35. */
export function pruneBackups(args: readonly string[]): Promise<number> {
  return withRegister(backupArguments(args), async (register, target) => {
    await pruned(register, target);
    return done;
  });
}

async function make(register: BackupRegister, target: Target, layout: Layout): Promise<MadeSet> {
  const { databases } = findRunning(layout);
  const { recipient, identityFile, made } = await recipientIn(layout.keys);
  if (made)
    say(`Made the key that opens backups: ${identityFile}. Keep it apart from the sets; without it none can be restored.`);
  const { vault, vaultMark, witness } = outsideOf(layout, databases);
  const urls = new Map([...urlsOf(layout, databases)].map(([store, { superuser }]) => [store, superuser] as const));
  const source = {
    urls,
    vault: { directory: vault, rememberedAt: vaultMark },
    signer: signerOf(layout, verifierIn(witness)),
    recipient,
  };
  const now = new Date();
  const name = newSetName(now);
  await register.begin(name, now);
  try {
    const set = await makeSet(source, target, name, now);
    await register.finish(set);
    return set;
  } catch (thrown) {
    await removeUnfinished(register, target, name, new Date());
    throw thrown;
  }
}

async function pruned(register: BackupRegister, target: Target): Promise<void> {
  const { keyrings, sets, vaultFiles } = await prune(register, target, new Date());
  for (const name of keyrings) say(`Removed the copy of the keyring of ${name}, which was past its term.`);
  for (const name of sets) say(`Removed the set ${name}, which was past its term.`);
  if (vaultFiles > 0) say(`Removed ${vaultFiles} recordings that no set holds any more.`);
}

async function withRegister(
  { to, keyringTo, dataDirectory }: BackupArguments,
  work: (register: BackupRegister, target: Target, layout: Layout) => Promise<number>,
): Promise<number> {
  const layout = layoutOf(dataDirectory);
  const urls = urlsOf(layout, findRunning(layout).databases);
  const register = await BackupRegister.open(new Map([...urls].map(([store, { owner }]) => [store, owner] as const)));
  try {
    return await work(register, targetAt(to, keyringTo), layout);
  } finally {
    await register.close();
  }
}

function linesOf({ manifest, keyring, pausedMs, octets }: MadeSet, tookMs: number): readonly string[] {
  const rows = manifest.stores.reduce((sum, store) => sum + store.rows, keyring.dump.rows);
  const tables = manifest.stores.reduce((sum, store) => sum + store.tables, keyring.dump.tables);
  const size = ((octets + keyring.dump.bytes) / megabyte).toFixed(1);
  return [
    `${manifest.stores.length + 1} stores, ${tables} tables, ${rows} rows, ${manifest.vault.files} recordings, ${size} MB in ${(tookMs / 1000).toFixed(1)} s; writing paused for ${Math.round(pausedMs)} ms.`,
    `The copy of the keyring ends ${keyring.expiresAt}; after that the set can be restored only with a newer copy of the keyring.`,
  ];
}
