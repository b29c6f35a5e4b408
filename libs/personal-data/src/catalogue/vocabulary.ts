/** What a random id names. Reports and erasures walk from `person` and `contact-point` over these. */
export const keyKinds = ['person', 'contact-point', 'contact', 'recording', 'user', 'customer', 'case'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** Deletion class of a key owner: who dies with whom. Content of a contact is owned per role, never by the person. */
export const ownerClasses = ['person', 'contact-point', 'contact-customer', 'contact-agent'] as const;
export type OwnerClass = (typeof ownerClasses)[number];

/** Sub-keys of one owner, so that a process gets the key of its domain and no other. */
export const keyDomains = ['identity', 'contact', 'media', 'outbound', 'staff'] as const;
export type KeyDomain = (typeof keyDomains)[number];

/** subject = a person's own row; detail = hangs off one; event = several persons in a row; shared = a contact point; none = nobody. */
export type EntityKind = 'subject' | 'detail' | 'event' | 'shared' | 'none';

/** GDPR Art. 14(2)(f) and Art. 20: given by the person, observed, computed, or written by staff. */
export type DataOrigin = 'subject' | 'observed' | 'derived' | 'staff';
export type ColumnErasure = 'delete' | 'null' | 'keep';
export type AnalyticsUse = 'drop' | 'bucket' | 'pseudonym';
export type EntityErasure = 'delete' | 'anonymise' | 'keep';

/** Root keys of every search for a person (design 04 d). */
export const rootKinds: readonly KeyKind[] = ['person', 'contact-point'];
