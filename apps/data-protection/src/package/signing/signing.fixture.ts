import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Keys and certificates made by OpenSSL for a test, in a directory of their own. */
export class MadeCertificates {
  readonly directory = mkdtempSync(join(tmpdir(), 'vk-sign-'));

  at(name: string): string {
    return join(this.directory, name);
  }

  run(...args: readonly string[]): Buffer {
    return execFileSync('openssl', args, { cwd: this.directory, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** A self-signed certificate `<name>.pem` (key and certificate), for an address when one is given. */
  make(name: string, kind: 'rsa' | 'ec', email?: string): string {
    const key = kind === 'rsa' ? ['-newkey', 'rsa:3072'] : ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const san = email === undefined ? [] : ['-addext', `subjectAltName=email:${email}`];
    this.run(
      'req',
      '-x509',
      ...key,
      '-nodes',
      '-days',
      '30',
      '-subj',
      `/O=Test/CN=${name}`,
      ...san,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    );
    execFileSync('sh', ['-c', `cat ${name}.key ${name}.crt > ${name}.pem`], { cwd: this.directory });
    return this.at(`${name}.pem`);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
