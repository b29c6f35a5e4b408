import type { AnalyticsUse, ColumnErasure, DataOrigin, KeyKind, OwnerClass } from './vocabulary.js';

/** The key owner of a sealed column. `owner` is a database column; left out, it is the row's own id. */
export interface SealedUnder {
  readonly owner?: string;
  readonly ownerClass?: OwnerClass;
}

/** Where the database column is not the snake_case of the property. */
export interface ColumnName {
  readonly column?: string;
}

export interface PersonalOptions extends SealedUnder, ColumnName {
  /** Data Privacy Vocabulary term, `pd:TelephoneNumber`. */
  readonly category: string;
  readonly store: 'sealed' | 'clear' | 'index';
  readonly origin: DataOrigin;
  readonly erase: ColumnErasure;
  readonly analytics: AnalyticsUse;
  /** Translation key of the field's name in reports and pages. */
  readonly label: string;
  /** Shown in an Art. 15 report; default true. */
  readonly access?: boolean;
  /** Part of an Art. 20 package. */
  readonly portability?: boolean;
}

export interface PseudonymOptions extends ColumnName {
  readonly of: KeyKind;
  readonly domain: string;
  readonly erase: ColumnErasure;
  readonly label: string;
}

export interface FreeTextOptions extends SealedUnder, ColumnName {
  readonly mayName: 'third-parties' | 'subject';
  /** Whether a person reads it before it is handed out (Art. 15(4)). */
  readonly review: boolean;
  readonly erase: ColumnErasure;
  readonly label: string;
}

/** Exactly one of the five per column. */
export type Classification =
  | ({ readonly as: 'personal' } & PersonalOptions)
  | ({ readonly as: 'pseudonym' } & PseudonymOptions)
  | ({ readonly as: 'free-text' } & FreeTextOptions)
  | { readonly as: 'secret'; readonly what: string }
  | { readonly as: 'not-personal'; readonly reason: string };

/** True when erasing a person must make this column empty in a row that stays. */
export function isNulledOnErasure(classification: Classification): boolean {
  return 'erase' in classification && classification.erase !== 'keep';
}

/** True for columns whose database value is an envelope: sealed personal data and every free text. */
export function isSealed(
  classification: Classification,
): classification is Extract<Classification, { as: 'personal' | 'free-text' }> {
  return classification.as === 'free-text' || (classification.as === 'personal' && classification.store === 'sealed');
}
