/** A closed contact as the operative database hands it over: rows as JSON, columns under their database names, bytea as hex. */
export interface ArchivedContact {
  readonly contact: object;
  readonly parties: readonly object[];
  readonly events: readonly object[];
  readonly recordings: readonly object[];
  readonly segments: readonly object[];
  readonly gaps: readonly object[];
  readonly outcomes: readonly object[];
  readonly measures: readonly object[];
}

export const childTables = [
  ['parties', 'closed_contact_party'],
  ['events', 'closed_contact_event'],
  ['recordings', 'closed_recording'],
  ['segments', 'closed_recording_segment'],
  ['gaps', 'closed_recording_gap'],
  ['outcomes', 'closed_recording_outcome'],
  ['measures', 'closed_recording_measure'],
] as const;

/** The id of an archived contact, out of its row. */
export function archivedId({ contact }: ArchivedContact): string {
  return (contact as { readonly id: string }).id;
}
