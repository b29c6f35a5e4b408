import { Inject, Injectable } from '@nestjs/common';
import { Databases } from '../databases.js';
import { ContactPointsClass } from './contact-points-class.js';
import { ContactsClass } from './contacts-class.js';
import type { RetentionClass } from './frame.js';
import { RecordingsClass } from './recordings-class.js';
import { RowClass } from './row-class.js';
import { rowKinds } from './row-kinds.js';

/** Every class in the order in which they are removed: contacts before the numbers that only they referred to. */
@Injectable()
export class Classes {
  readonly all: readonly RetentionClass[];

  constructor(
    @Inject(Databases) databases: Databases,
    @Inject(ContactsClass) contacts: ContactsClass,
    @Inject(RecordingsClass) recordings: RecordingsClass,
    @Inject(ContactPointsClass) points: ContactPointsClass,
  ) {
    const rows = rowKinds((name) => databases.of(name)).map((kind) => new RowClass(databases.of(kind.store), kind));
    this.all = [contacts, recordings, ...rows, points];
  }
}
