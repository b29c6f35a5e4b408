import { DataSubjectEntity, NotPersonal, Personal, Sealed, sealedTransformer } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A phone number or e-mail address, whoever has it. Found by its blind index, read only through its own key. */
@Entity('contact_point')
@DataSubjectEntity({
  store: 'directory',
  table: 'contact_point',
  kind: 'shared',
  reachedBy: [{ column: 'id', key: 'contact-point' }],
  owners: [{ column: 'id', ownerClass: 'contact-point' }],
  domain: 'identity',
  onErasure: 'delete',
  deletion: { class: 'contact-point', start: 'created_at' },
  activities: ['serve-customer'],
})
export class ContactPoint {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the contact point')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('phone or email')
  kind!: string;

  @Column({ type: 'bytea', transformer: sealedTransformer })
  @Personal({
    category: 'pd:Contact',
    store: 'sealed',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.contact-point',
    portability: true,
  })
  value!: Sealed;

  @Column({ type: 'integer' })
  @NotPersonal('version of the normalising rules')
  normaliserVersion!: number;

  @Column({ type: 'bytea' })
  @Personal({
    category: 'pd:Contact',
    store: 'index',
    origin: 'derived',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.contact-point',
    access: false,
  })
  valueIndex!: Buffer;

  @Column({ type: 'smallint', nullable: true })
  @Personal({
    category: 'pd:Contact',
    store: 'index',
    origin: 'derived',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.contact-point',
    access: false,
  })
  tailIndex!: number | null;

  /** The value's index under the next version of the index key, while that is rotated. */
  @Column({ type: 'bytea', nullable: true })
  @Personal({
    category: 'pd:Contact',
    store: 'index',
    origin: 'derived',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.contact-point',
    access: false,
  })
  nextIndex!: Buffer | null;

  @Column({ type: 'smallint', nullable: true })
  @Personal({
    category: 'pd:Contact',
    store: 'index',
    origin: 'derived',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.contact-point',
    access: false,
  })
  nextTail!: number | null;

  @Column({ type: 'boolean' })
  @NotPersonal('whether several persons are known to use it')
  shared!: boolean;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the row was written; the start of its deletion period')
  createdAt!: Date;
}
