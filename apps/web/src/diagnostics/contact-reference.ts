const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The id in the address of a contact's page, or the id itself; undefined when there is none. */
export function contactIdIn(text: string): string | undefined {
  return uuid.exec(text)?.[0].toLowerCase();
}
