import { randomInt } from 'node:crypto';

/** Without letters and digits that look alike in print. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 4;
const groupLength = 5;

/** A password for one sign-in, easy to copy from a screen: four groups of five, about 99 bits. */
export function newOneTimePassword(): string {
  const letter = (): string => alphabet.charAt(randomInt(alphabet.length));
  const group = (): string => Array.from({ length: groupLength }, letter).join('');
  return Array.from({ length: groups }, group).join('-');
}
