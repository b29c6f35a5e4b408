import type { PersonalValue } from '../values/personal-value.js';
import type { Classification, ColumnName, FreeTextOptions, PersonalOptions, PseudonymOptions } from './classification.js';
import type { DataSubjectOptions, EntityClass } from './entity.js';
import { recordColumn, recordEntity } from './registry.js';

/** Says which persons a table holds, how their rows are found and what erasure does to them. Every entity carries it. */
export function DataSubjectEntity(options: DataSubjectOptions): ClassDecorator {
  return (entity) => {
    recordEntity(entity as unknown as EntityClass, options);
  };
}

/** A personal datum: category, storage, origin, erasure and analytics are demanded, nothing is a default. */
export function Personal(options: PersonalOptions): PropertyDecorator {
  return classify({ as: 'personal', ...options }, options);
}
/** The type of the same name: a value in memory that shows itself to nobody (see {@link PersonalValue}). */
export type Personal<T> = PersonalValue<T>;

/** A random or keyed id that stands for a person or contact: personal data still (GDPR recital 26). */
export function Pseudonym(options: PseudonymOptions): PropertyDecorator {
  return classify({ as: 'pseudonym', ...options }, options);
}

/** Text that anybody may be named in. Always sealed. */
export function FreeText(options: FreeTextOptions): PropertyDecorator {
  return classify({ as: 'free-text', ...options }, options);
}

/** A credential or key: in no report, no log, no export. `what` says what it opens. */
export function Secret(what: string, name: ColumnName = {}): PropertyDecorator {
  return classify({ as: 'secret', what }, name);
}

/** Says why the column is about nobody; the reasons are listed for the DPO's yearly review. */
export function NotPersonal(reason: string, name: ColumnName = {}): PropertyDecorator {
  return classify({ as: 'not-personal', reason }, name);
}

function classify(classification: Classification, { column }: ColumnName): PropertyDecorator {
  return (prototype, property) => {
    const recorded = { property: String(property), classification, ...(column === undefined ? {} : { column }) };
    recordColumn(prototype.constructor as EntityClass, recorded);
  };
}
