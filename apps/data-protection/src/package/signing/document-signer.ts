import { X509Certificate } from 'node:crypto';
import { Injectable, type Provider } from '@nestjs/common';
import { conflict, settings } from '@voxkeep/platform';
import { sign } from './cms.js';
import { fillSignature } from './pdf-signature.js';
import { readSigningIdentity, type SigningIdentity } from './signing-identity.js';

/** Signs documents of the site with its own key. The key is read once, when it is first used. */
@Injectable()
export class DocumentSigner {
  #identity: SigningIdentity | undefined;

  constructor(private readonly read: () => SigningIdentity | undefined) {}

  /** The name in the signing certificate. 409 `signing.not-configured` without a key. */
  get name(): string {
    return /(?:^|\n)CN=(.+)/.exec(this.certificate.subject)?.[1] ?? 'Voxkeep';
  }

  /** Whether the settings name a key. */
  get hasKey(): boolean {
    return (this.#identity ??= this.read()) !== undefined;
  }

  /** 409 `signing.not-configured` without a key; what the key file throws when it cannot be read. */
  demandKey(): void {
    this.identity();
  }

  get certificate(): X509Certificate {
    return this.identity().chain[0] as X509Certificate;
  }

  /** Signs a PDF in which room was left: PAdES baseline B-B. */
  pdf(pdf: Buffer): Promise<Buffer> {
    return fillSignature(pdf, (covered) => this.detached(covered));
  }

  /** A detached CMS signature in DER, as in a `.p7s` file. */
  detached(content: Buffer): Promise<Buffer> {
    return sign(content, this.identity(), { detached: true });
  }

  /** CMS with the content in it, as S/MIME wants it. */
  enclosing(content: Buffer, at: Date): Promise<Buffer> {
    return sign(content, this.identity(), { detached: false, at });
  }

  private identity(): SigningIdentity {
    this.#identity ??= this.read();
    if (this.#identity === undefined) throw conflict('signing.not-configured');
    return this.#identity;
  }
}

/** The signer with the key that the settings name. */
export const documentSigner: Provider = {
  provide: DocumentSigner,
  useFactory: () =>
    new DocumentSigner(() => {
      const { signingFile, passphraseFile } = settings().documents;
      return signingFile === undefined ? undefined : readSigningIdentity(signingFile, passphraseFile);
    }),
};
