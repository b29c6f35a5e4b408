import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Letters and digits that are not mistaken for each other when they are read out (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 4;
const inAGroup = 4;

/** The secret part of a link: 256 random bits in base64url. Only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 of a token: it is random, so it needs no slow hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A passphrase of 80 random bits in four groups, made to be told by telephone. */
export function newPassphrase(): string {
  const character = () => alphabet[randomInt(alphabet.length)] ?? '0';
  const group = () => Array.from({ length: inAGroup }, character).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** A passphrase as somebody typed it: case, blanks and hyphens do not matter, and what looks alike is alike. */
export function normalisePassphrase(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
