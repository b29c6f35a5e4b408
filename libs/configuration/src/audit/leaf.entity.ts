import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One audit event in its place in the log. The detail is ciphertext whose key dies with its owner. */
@Entity({ name: 'leaf', schema: 'audit' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'audit.leaf',
  kind: 'event',
  id: 'seq',
  reachedBy: [
    { column: 'actor', key: 'user', role: 'actor' },
    { column: 'subject_ref', key: 'person', role: 'subject' },
    { column: 'subject_ref', key: 'contact-point', role: 'subject' },
    { column: 'subject_ref', key: 'contact', role: 'subject' },
  ],
  onErasure: 'keep',
  because: 'GDPR Art. 5(2) and 32: who looked and why must stay provable; random ids only, sealed details become unreadable',
  activities: ['accountability'],
})
export class Leaf {
  @PrimaryColumn({ type: 'bigint' })
  @NotPersonal('position in the log')
  seq!: string;

  @Column({ type: 'bytea' })
  @NotPersonal('hash of the event')
  leafHash!: Buffer;

  @Column({ type: 'text' })
  @NotPersonal('name of a database')
  source!: string;

  @Column({ type: 'uuid' })
  @NotPersonal('random id of the event')
  eventId!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an act')
  at!: Date;

  @Column({ type: 'text' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  actor!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  action!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  objectKind!: string | null;

  @Column({ type: 'text', nullable: true })
  @Pseudonym({ of: 'contact', domain: 'operative', erase: 'keep', label: 'field.object' })
  objectId!: string | null;

  @Column({ type: 'text', nullable: true })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'keep', label: 'field.subject' })
  subjectRef!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  purpose!: string | null;

  @Column({ type: 'text', array: true, nullable: true })
  @NotPersonal('column names')
  columns!: string[] | null;

  @Column({ type: 'integer', nullable: true })
  @NotPersonal('number of rows')
  count!: number | null;

  @Column({ type: 'bytea', nullable: true })
  @NotPersonal('ciphertext that the log commits to; its key lies with the owner of what it tells of')
  sealedDetail!: Buffer | null;

  @Column({ type: 'bytea' })
  @NotPersonal('random bytes')
  salt!: Buffer;

  @Column({ type: 'bytea' })
  @NotPersonal('authentication code of the position')
  mac!: Buffer;
}
