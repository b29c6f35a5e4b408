import { NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';

/** A fact of the call that was observed about the persons on it; it stays for statistics once the contact names nobody. */
export function Observed(label: string): PropertyDecorator {
  return Personal({
    category: 'pd:CommunicationsMetadata',
    store: 'clear',
    origin: 'observed',
    erase: 'keep',
    analytics: 'bucket',
    label,
  });
}

/** The random id of a user (an employee). */
export function UserReference(label: string): PropertyDecorator {
  return Pseudonym({ of: 'user', domain: 'history', erase: 'null', label });
}

/** The random id of the contact that the row hangs off. */
export function ContactReference(): PropertyDecorator {
  return Pseudonym({ of: 'contact', domain: 'history', erase: 'keep', label: 'field.contact' });
}

/** The random id of a row, a file or a key owner. */
export function RandomId(of: string): PropertyDecorator {
  return NotPersonal(`random id of ${of}`);
}
