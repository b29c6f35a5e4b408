export type NormalisedEmail = { readonly kind: 'email'; readonly value: string } | { readonly kind: 'invalid' };

const localPart = /^[^\s@"(),:;<>[\\\]\p{C}]+$/u;
const longestLocal = 64;
const longestAddress = 254;
/** More than any address needs with what may stand around it; nothing longer is looked at. */
const longestText = 2048;

/**
 * Normalises one e-mail address for matching: Unicode NFC, lower case, domain in its ASCII form (RFC 5891). Tags (`+x`) and
 * dots stay, because they may be other mailboxes. Quoted local parts and address literals are `invalid`.
 */
export function normaliseEmail(raw: string): NormalisedEmail {
  if (raw.length > longestText) return { kind: 'invalid' };
  const address = raw.trim().normalize('NFC').toLowerCase();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = at < 1 ? undefined : asciiDomain(address.slice(at + 1));
  if (!domain || !localPart.test(local) || /^\.|\.\.|\.$/.test(local)) return { kind: 'invalid' };
  const value = `${local}@${domain}`;
  if (Buffer.byteLength(local) > longestLocal || Buffer.byteLength(value) > longestAddress) return { kind: 'invalid' };
  return { kind: 'email', value };
}

function asciiDomain(domain: string): string | undefined {
  if (!/^[^\s/:?#@[\]\\%]+$/.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  const labels = new URL(`http://${domain}`).hostname.split('.');
  const wellFormed = labels.length > 1 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return wellFormed && !/^\d+$/.test(labels.at(-1) ?? '') ? labels.join('.') : undefined;
}
