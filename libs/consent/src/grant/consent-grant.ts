import { VoxkeepError, type AudioChannel, type GrantEvidenceKind, type RecordingMode } from '@voxkeep/contracts';

/** What a grant rests on: the deciding fact, its time (epoch ms), the wording that was played and where to look it up. */
export interface EvidenceReference {
  readonly kind: GrantEvidenceKind;
  readonly at: number;
  readonly wordingVersion: string | null;
  readonly id: string | null;
}

/** The readable side of a grant. */
export interface GrantTerms {
  readonly grantId: string;
  readonly contactId: string;
  readonly purpose: string;
  readonly channels: readonly AudioChannel[];
  readonly policyMode: RecordingMode;
  readonly evidence: EvidenceReference;
}

/** A fresh grant and the one function that ends it. Whoever minted it holds the only reference to `end`. */
export interface MintedGrant {
  readonly grant: ConsentGrant;
  readonly end: () => void;
}

const mintKey = Symbol('consent grant');
let mint: (terms: GrantTerms) => MintedGrant;

/**
 * The permission to keep a contact part. Sealing, binding keys and opening a recording demand one, so that "without consent nothing
 * is kept" is a matter of types. Only this library can make one; a look-alike fails at `ConsentGrant.isGenuine`. It ends once and for
 * all, and only through the gate that made it. Ask `isLive()` at every frame.
 */
export class ConsentGrant implements GrantTerms {
  readonly #terms: GrantTerms;
  #live = true;

  private constructor(key: symbol, terms: GrantTerms) {
    if (key !== mintKey) throw new VoxkeepError('consent.forged-grant');
    this.#terms = terms;
    Object.freeze(this);
  }

  static {
    mint = (terms) => {
      const grant = new ConsentGrant(mintKey, frozen(terms));
      return { grant, end: () => void (grant.#live = false) };
    };
  }

  /** True only for a grant that this library made; a copy or a cast object is not one. */
  static isGenuine(value: unknown): value is ConsentGrant {
    return typeof value === 'object' && value !== null && #live in value;
  }

  get grantId(): string {
    return this.#terms.grantId;
  }
  get contactId(): string {
    return this.#terms.contactId;
  }
  get purpose(): string {
    return this.#terms.purpose;
  }
  get channels(): readonly AudioChannel[] {
    return this.#terms.channels;
  }
  get policyMode(): RecordingMode {
    return this.#terms.policyMode;
  }
  get evidence(): EvidenceReference {
    return this.#terms.evidence;
  }

  /** False from the moment of a withdrawal, a refusal or the end of the contact part. */
  isLive(): boolean {
    return this.#live;
  }

  /**
   * True while live and for a stream that the grant names. Who says yes where all voices share one stream is the customer, so that covers
   * a stream of the customer alone too, and nobody else's.
   */
  covers(channel: AudioChannel): boolean {
    const { channels } = this.#terms;
    return this.#live && (channels.includes(channel) || (channel === 'customer' && channels.includes('mixed')));
  }
}

function frozen(terms: GrantTerms): GrantTerms {
  return Object.freeze({
    ...terms,
    channels: Object.freeze([...terms.channels]),
    evidence: Object.freeze({ ...terms.evidence }),
  });
}

/** Makes a grant. Stays inside libs/consent: the door does not name it. */
export function mintGrant(terms: GrantTerms): MintedGrant {
  return mint(terms);
}

/**
 * The grant of a call whose facts were kept: it has ended, so nothing can be sealed or kept under it any more; it says in the books what
 * was kept and on which evidence.
 */
export function restoreGrant(terms: GrantTerms): ConsentGrant {
  const { grant, end } = mint(terms);
  end();
  return grant;
}
