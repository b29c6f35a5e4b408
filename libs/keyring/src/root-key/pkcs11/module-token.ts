import { VoxkeepError } from '@voxkeep/contracts';
import { failed, loadCryptoki, resultOf, type Attribute, type Cryptoki, type Handle } from './binding.js';
import type { Token, TokenState } from './token.js';

// Numbers of PKCS#11 v2.40 (pkcs11t.h), named as there.
const CKF_RW_SESSION = 2;
const CKF_SERIAL_SESSION = 4;
const CKF_USER_PIN_FINAL_TRY = 0x20000;
const CKF_USER_PIN_LOCKED = 0x40000;
const CKU_USER = 1;
const CKO_SECRET_KEY = 4;
const CKK_AES = 0x1f;
const CKM_AES_KEY_GEN = 0x1080;
const CKM_AES_GCM = 0x1087;
const CKR_PIN_INCORRECT = 0xa0;
const CKR_PIN_INVALID = 0xa1;
const CKR_PIN_LEN_RANGE = 0xa2;
const CKR_PIN_LOCKED = 0xa4;
const CKR_ENCRYPTED_DATA_INVALID = 0x40;
const CKR_GENERAL_ERROR = 0x05;
const CKA = {
  CLASS: 0,
  TOKEN: 1,
  PRIVATE: 2,
  LABEL: 3,
  KEY_TYPE: 0x100,
  ID: 0x102,
  SENSITIVE: 0x103,
  ENCRYPT: 0x104,
  DECRYPT: 0x105,
};
const CKA_VALUE_LEN = 0x161;
const CKA_EXTRACTABLE = 0x162;
const CKA_MODIFIABLE = 0x170;
/** The binding's own name for the parameters of AES-GCM. */
const gcmParameters = 3;
const tagBytes = 16;

const keyLabel = 'voxkeep root key encryption';

/** Where a token is: the binding, the token's library, the label that was given when the token was initialised. */
export interface TokenPlace {
  readonly binding: string;
  readonly module: string;
  readonly label: string;
}

/** The token behind a PKCS#11 library. Throws `pkcs11.no-binding`, `pkcs11.no-module`. */
export async function tokenOf({ binding, module, label }: TokenPlace): Promise<Token> {
  return new ModuleToken(await loadCryptoki(binding, module), label);
}

class ModuleToken implements Token {
  private session: Handle | undefined;

  constructor(
    private readonly cryptoki: Cryptoki,
    private readonly label: string,
  ) {}

  state(): TokenState | undefined {
    const slot = this.slot();
    if (!slot) return undefined;
    const { flags } = this.call('C_GetTokenInfo', () => this.cryptoki.C_GetTokenInfo(slot));
    return { finalTry: (flags & CKF_USER_PIN_FINAL_TRY) !== 0, locked: (flags & CKF_USER_PIN_LOCKED) !== 0 };
  }

  logIn(pin: string): 'in' | 'wrong' | 'locked' {
    const slot = this.slot();
    if (!slot) throw new VoxkeepError('pkcs11.no-token');
    this.logOut();
    const session = this.call('C_OpenSession', () => this.cryptoki.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION));
    this.endLogins(session);
    const refused = this.tryPin(session, pin);
    if (refused === undefined) {
      this.session = session;
      return 'in';
    }
    this.cryptoki.C_CloseSession(session);
    return refused;
  }

  makeKey(id: Buffer): void {
    const template: Attribute[] = [
      ...this.keyTemplate(id),
      { type: CKA.TOKEN, value: true },
      { type: CKA.PRIVATE, value: true },
      { type: CKA.LABEL, value: keyLabel },
      { type: CKA.SENSITIVE, value: true },
      { type: CKA_EXTRACTABLE, value: false },
      { type: CKA_MODIFIABLE, value: false },
      { type: CKA.ENCRYPT, value: true },
      { type: CKA.DECRYPT, value: true },
      { type: CKA_VALUE_LEN, value: 32 },
    ];
    this.call('C_GenerateKey', () => this.cryptoki.C_GenerateKey(this.open(), { mechanism: CKM_AES_KEY_GEN }, template));
  }

  hasKey(id: Buffer): boolean {
    return this.find(id) !== undefined;
  }

  encrypt(id: Buffer, iv: Buffer, aad: Buffer, plain: Buffer): Buffer {
    const output = Buffer.alloc(plain.length + tagBytes);
    return this.call('C_Encrypt', () => {
      this.cryptoki.C_EncryptInit(this.open(), gcm(iv, aad), this.key(id));
      return Buffer.from(this.cryptoki.C_Encrypt(this.open(), plain, output));
    });
  }

  decrypt(id: Buffer, iv: Buffer, aad: Buffer, sealed: Buffer): Buffer | undefined {
    try {
      this.cryptoki.C_DecryptInit(this.open(), gcm(iv, aad), this.key(id));
      return Buffer.from(this.cryptoki.C_Decrypt(this.open(), sealed, Buffer.alloc(sealed.length)));
    } catch (error) {
      // Modules differ in how they say that a tag does not fit; SoftHSM says "general error".
      if ([CKR_ENCRYPTED_DATA_INVALID, CKR_GENERAL_ERROR].includes(resultOf(error) ?? 0)) return undefined;
      throw error instanceof VoxkeepError ? error : failed('C_Decrypt', error);
    }
  }

  logOut(): void {
    const { session } = this;
    this.session = undefined;
    if (!session) return;
    try {
      this.cryptoki.C_Logout(session);
      this.cryptoki.C_CloseSession(session);
    } catch {
      // The token was taken out meanwhile: nobody is logged in either way.
    }
  }

  private tryPin(session: Handle, pin: string): 'wrong' | 'locked' | undefined {
    try {
      this.cryptoki.C_Login(session, CKU_USER, pin);
      return undefined;
    } catch (error) {
      const result = resultOf(error);
      if (result === CKR_PIN_LOCKED) return 'locked';
      if (result === CKR_PIN_INCORRECT || result === CKR_PIN_INVALID || result === CKR_PIN_LEN_RANGE) return 'wrong';
      this.cryptoki.C_CloseSession(session);
      throw failed('C_Login', error);
    }
  }

  /** A login holds for the whole process: as long as one stands, no PIN is looked at. */
  private endLogins(session: Handle): void {
    try {
      this.cryptoki.C_Logout(session);
    } catch {
      // Nobody was logged in.
    }
  }

  private slot(): Handle | undefined {
    const slots = this.call('C_GetSlotList', () => this.cryptoki.C_GetSlotList(true));
    return slots.find((slot) => this.cryptoki.C_GetTokenInfo(slot).label.trimEnd() === this.label);
  }

  private open(): Handle {
    if (!this.session) throw new VoxkeepError('root-key.locked');
    return this.session;
  }

  private key(id: Buffer): Handle {
    const found = this.find(id);
    if (!found) throw new VoxkeepError('root-key.other-token');
    return found;
  }

  private find(id: Buffer): Handle | undefined {
    const session = this.open();
    return this.call('C_FindObjects', () => {
      this.cryptoki.C_FindObjectsInit(session, this.keyTemplate(id));
      try {
        return this.cryptoki.C_FindObjects(session, 1)[0];
      } finally {
        this.cryptoki.C_FindObjectsFinal(session);
      }
    });
  }

  private keyTemplate(id: Buffer): Attribute[] {
    return [
      { type: CKA.CLASS, value: CKO_SECRET_KEY },
      { type: CKA.KEY_TYPE, value: CKK_AES },
      { type: CKA.ID, value: id },
    ];
  }

  private call<T>(method: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof VoxkeepError ? error : failed(method, error);
    }
  }
}

function gcm(iv: Buffer, aad: Buffer): { mechanism: number; parameter: object } {
  return { mechanism: CKM_AES_GCM, parameter: { type: gcmParameters, iv, aad, ivBits: iv.length * 8, tagBits: tagBytes * 8 } };
}
