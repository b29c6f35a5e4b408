import { DataSubjectEntity, NotPersonal, Personal, Pseudonym, Sealed, sealedTransformer } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A line of the directory: a user, a queue or a customer, shown or not. A queue's name stands in configuration. */
@Entity('directory_entry')
@DataSubjectEntity({
  store: 'directory',
  table: 'directory_entry',
  kind: 'detail',
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'user_id', key: 'user' },
  ],
  domain: 'identity',
  onErasure: 'delete',
  deletion: { class: 'person', start: 'created_at' },
  activities: ['serve-customer'],
})
export class DirectoryEntry {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the entry')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('user, queue or customer')
  source!: string;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'person', domain: 'identity', erase: 'delete', label: 'field.person' })
  personId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'identity', erase: 'delete', label: 'field.user' })
  userId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a queue')
  queueId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a directory group')
  groupId!: string | null;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:JobTitle',
    store: 'sealed',
    owner: 'person_id',
    ownerClass: 'person',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.title',
  })
  title!: Sealed | null;

  @Column({ type: 'boolean' })
  @NotPersonal('whether the entry is shown')
  visible!: boolean;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the row was written')
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when another system last confirmed the entry; absent for what is kept here by hand')
  syncedAt!: Date | null;
}
