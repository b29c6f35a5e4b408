import { DataSubjectEntity, NotPersonal, Personal, Sealed, sealedTransformer } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person, customer or employee. Everything else in the product knows the random id only. */
@Entity('person')
@DataSubjectEntity({
  store: 'directory',
  table: 'person',
  kind: 'subject',
  reachedBy: [{ column: 'id', key: 'person' }],
  owners: [{ column: 'id', ownerClass: 'person' }],
  domain: 'identity',
  onErasure: 'delete',
  deletion: { class: 'person', start: 'created_at' },
  activities: ['serve-customer'],
})
export class Person {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the person')
  id!: string;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:Relationship',
    store: 'clear',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.person-kind',
  })
  kind!: string;

  @Column({ type: 'bytea', transformer: sealedTransformer })
  @Personal({
    category: 'pd:Name',
    store: 'sealed',
    origin: 'subject',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.name',
    portability: true,
  })
  fullName!: Sealed;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:GivenName',
    store: 'sealed',
    origin: 'subject',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.given-name',
    portability: true,
  })
  givenName!: Sealed | null;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:FamilyName',
    store: 'sealed',
    origin: 'subject',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.family-name',
    portability: true,
  })
  familyName!: Sealed | null;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:Language',
    store: 'clear',
    origin: 'subject',
    erase: 'delete',
    analytics: 'bucket',
    label: 'field.language',
    portability: true,
  })
  language!: string;

  @Column({ type: 'smallint', array: true, nullable: true })
  @Personal({
    category: 'pd:Name',
    store: 'index',
    origin: 'derived',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.name',
    access: false,
  })
  nameIndexes!: number[] | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the row was written; the start of its deletion period')
  createdAt!: Date;
}
