// Seals every `*.dump.gz` below a folder as `voxkeep backup` does: `node seal-dumps.mjs <folder> <recipient>`.
import { Encrypter } from 'age-encryption';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const [folder, recipient] = process.argv.slice(2);
for (const name of readdirSync(folder, { recursive: true }).filter((each) => each.endsWith('.dump.gz'))) {
  const file = path.join(folder, name);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  writeFileSync(file.replace(/\.dump\.gz$/, '.age'), await encrypter.encrypt(gunzipSync(readFileSync(file))));
  rmSync(file);
}
