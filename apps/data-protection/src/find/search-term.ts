import type { IndexTerm } from '@voxkeep/keyring';
import { normaliseEmail, normalisePhone } from '@voxkeep/personal-data';

/** What was typed, as a term of the index; undefined when it is no number or address that could be held. */
export function searchTerm(
  typed: { phone?: string | undefined; email?: string | undefined },
  region: string,
): IndexTerm | undefined {
  if (typed.email !== undefined) {
    const email = normaliseEmail(typed.email);
    return email.kind === 'email' ? { kind: 'email', value: email.value } : undefined;
  }
  const phone = normalisePhone(typed.phone ?? '', region);
  if (phone.kind === 'e164') return { kind: 'phone', value: phone.value };
  return phone.kind === 'extension' ? { kind: 'phone', value: `ext:${phone.value}` } : undefined;
}
