import { commonPasswords } from './common-passwords.js';

export type PasswordFault = 'too-short' | 'too-long' | 'is-login' | 'common';

/**
 * Why a password is not taken, or undefined. At least 15 characters, 8 where a second factor is enforced; not the login; not one of
 * the most common. No composition rules and no rotation (NIST SP 800-63B §3.1.1.2).
 */
export function findPasswordFault(
  password: string,
  facts: { readonly login: string; readonly secondFactor: boolean },
): PasswordFault | undefined {
  const typed = password.normalize('NFC');
  const length = Array.from(typed).length;
  if (length < (facts.secondFactor ? 8 : 15)) return 'too-short';
  if (length > 200) return 'too-long';
  const plain = typed.toLowerCase();
  const login = facts.login.toLowerCase();
  if (plain === login || stripped(plain) === login) return 'is-login';
  return commonPasswords.has(plain) || commonPasswords.has(stripped(plain)) || isRepetition(plain) ? 'common' : undefined;
}

/** Without the digits and signs that people put at the end. */
function stripped(plain: string): string {
  return plain.replace(/[^\p{L}]+$/u, '');
}

/** One short piece over and over: `abcabcabcabcabc`. */
function isRepetition(plain: string): boolean {
  return /^(.{1,4})\1+.{0,3}$/u.test(plain);
}
