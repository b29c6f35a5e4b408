import { generateSecret, generateURI, verify } from 'otplib';

const periodSeconds = 30;

/** A new secret of 160 random bits in Base32 (RFC 4226 §4 R6). */
export function newTotpSecret(): string {
  return generateSecret({ length: 20 });
}

/** The `otpauth:` address that an authenticator app reads from a QR code: SHA-1, six digits, 30 s, which every app can. */
export function totpAddress(secret: string, issuer: string, login: string): string {
  return generateURI({ issuer, label: login, secret });
}

/**
 * The time step that a code is of, or undefined when it does not fit. One step to either side is taken for clocks that differ (RFC 6238
 * §5.2), steps up to `lastUsedStep` are not: whoever saw a code typed cannot use it again.
 */
export async function findTotpStep(
  secret: string,
  code: string,
  now: Date,
  lastUsedStep: number | null,
): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const after = lastUsedStep === null ? {} : { afterTimeStep: lastUsedStep };
  const result = await verify({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: periodSeconds,
    ...after,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
