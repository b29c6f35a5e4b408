/** What a token says of itself before anybody has logged in. */
export interface TokenState {
  /** One more wrong PIN would lock it (CKF_USER_PIN_FINAL_TRY). */
  readonly finalTry: boolean;
  /** It is locked (CKF_USER_PIN_LOCKED); only its security officer opens it. */
  readonly locked: boolean;
}

/**
 * A token with an AES key that never leaves it (PKCS#11 v2.40). The keyring wraps its root keys with that key and asks for nothing
 * else. Surprises throw `pkcs11.failed` { method, result }.
 */
export interface Token {
  /** Undefined when no token with the wanted label is there. */
  state(): TokenState | undefined;
  /** Logs in as the token's user. Never repeats a try by itself. */
  logIn(pin: string): 'in' | 'wrong' | 'locked';
  /** Makes an AES-256 key that can neither be read nor taken out, with this CKA_ID. */
  makeKey(id: Buffer): void;
  hasKey(id: Buffer): boolean;
  /** AES-GCM with a tag of 128 bits: ciphertext ‖ tag. */
  encrypt(id: Buffer, iv: Buffer, aad: Buffer, plain: Buffer): Buffer;
  /** Undefined when it is not authentic. */
  decrypt(id: Buffer, iv: Buffer, aad: Buffer, sealed: Buffer): Buffer | undefined;
  logOut(): void;
}
