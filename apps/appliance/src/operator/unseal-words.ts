import type { SealState, UnlockRefusal } from '@voxkeep/keyring';

/** What the operator reads when a passphrase or PIN opened nothing: why, and what to do. */
export function refusalInWords(refused: UnlockRefusal, { secret, failed, waitMs }: SealState): string {
  const name = secret === 'pin' ? 'PIN' : 'passphrase';
  const wait = Math.ceil(waitMs / 1000);
  const sentences: Readonly<Record<UnlockRefusal, string>> = {
    'wrong-secret': `That is not the ${name}. The keyring stays sealed; wrong tries so far: ${failed}. The next is taken in ${wait} s.`,
    'too-soon': `The ${name} was not tried, because the try before was wrong. Wait ${wait} s.`,
    weak: 'A passphrase needs at least 15 characters, 8 of them different. Five or six words that do not belong together are good.',
    'final-try':
      'The PIN was not tried: one more wrong PIN locks the token. When you are sure of it, say "voxkeep unseal --final-try".',
    'token-locked': 'The token is locked after wrong PINs. Its security officer unlocks it with the tool of the token.',
    'token-missing': 'No token with the label of VOXKEEP_PKCS11_LABEL is there. Connect it, or correct the setting.',
    'no-key': 'There is no root key that this opens. Put its file back in its place, from the copy that was kept apart.',
    'key-there': 'There is a root key already; a second would hide it.',
  };
  return sentences[refused];
}

/** Why the keyring is sealed, in words. */
export function reasonInWords({ reason, secret }: SealState): string {
  if (reason === 'root-key-different') return 'the root key is not the one that this data was sealed with';
  if (reason === 'root-key-missing') return 'the root key is not in its place';
  return secret === 'pin' ? 'the PIN of its token was not entered' : 'its passphrase was not entered';
}
