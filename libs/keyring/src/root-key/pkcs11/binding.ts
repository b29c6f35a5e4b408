import { VoxkeepError } from '@voxkeep/contracts';

/** A handle that the module gave out; opaque. */
export type Handle = Buffer;
/** An attribute of an object (PKCS#11 v2.40, 4). */
export interface Attribute {
  readonly type: number;
  readonly value: number | boolean | Buffer | string;
}
interface Mechanism {
  readonly mechanism: number;
  readonly parameter?: object | null;
}

/** The part of the binding `pkcs11js` that is used here, named as in PKCS#11 v2.40. */
export interface Cryptoki {
  load(path: string): void;
  C_Initialize(): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string; readonly flags: number };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_Login(session: Handle, userType: number, pin: string): void;
  C_Logout(session: Handle): void;
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void;
  C_FindObjects(session: Handle, most: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GenerateKey(session: Handle, mechanism: Mechanism, template: readonly Attribute[]): Handle;
  C_EncryptInit(session: Handle, mechanism: Mechanism, key: Handle): void;
  C_Encrypt(session: Handle, input: Buffer, output: Buffer): Buffer;
  C_DecryptInit(session: Handle, mechanism: Mechanism, key: Handle): void;
  C_Decrypt(session: Handle, input: Buffer, output: Buffer): Buffer;
}

/**
 * Loads the compiled binding, which is no dependency of this product: it needs a compiler where it is installed, and only sites with
 * a token need it. `binding` is the name or path of the package. Throws `pkcs11.no-binding`, `pkcs11.no-module` when the token's
 * library cannot be loaded.
 */
export async function loadCryptoki(binding: string, module: string): Promise<Cryptoki> {
  const loaded = (await import(binding).catch(() => {
    throw new VoxkeepError('pkcs11.no-binding', { binding });
  })) as { PKCS11?: new () => Cryptoki; default?: { PKCS11?: new () => Cryptoki } };
  const PKCS11 = loaded.PKCS11 ?? loaded.default?.PKCS11;
  if (!PKCS11) throw new VoxkeepError('pkcs11.no-binding', { binding });
  const cryptoki = new PKCS11();
  try {
    cryptoki.load(module);
  } catch {
    throw new VoxkeepError('pkcs11.no-module', { module });
  }
  initialize(cryptoki);
  return cryptoki;
}

const alreadyInitialized = 0x191;

/** Within one process a module is initialised once, whoever did it. */
function initialize(cryptoki: Cryptoki): void {
  try {
    cryptoki.C_Initialize();
  } catch (error) {
    if (resultOf(error) !== alreadyInitialized) throw failed('C_Initialize', error);
  }
}

/** The return value (CKR_…) of a call that failed; undefined for another error. */
export function resultOf(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

/** A failed call, without the module's own text. */
export function failed(method: string, error: unknown): VoxkeepError {
  return new VoxkeepError('pkcs11.failed', { method, result: (resultOf(error) ?? 0).toString(16) });
}
