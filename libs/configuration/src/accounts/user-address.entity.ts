import { DataSubjectEntity, NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const addressKinds = ['aor', 'extension', 'login', 'cti-id'] as const;
export type AddressKind = (typeof addressKinds)[number];

/** Where a user is reached, and when: a participant of a call is matched against it, so the value stands in clear. */
@Entity({ name: 'user_address' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'user_address',
  kind: 'detail',
  reachedBy: [{ column: 'user_id', key: 'user' }],
  activities: ['telephony'],
})
export class UserAddress {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  userId!: string;

  @Column({ type: 'text' })
  @NotPersonal('kind of address')
  kind!: AddressKind;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:TelephoneNumber',
    store: 'clear',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.workAddress',
  })
  value!: string;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a trunk')
  trunkId!: string | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('begin of the assignment')
  fromAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('end of the assignment')
  toAt!: Date | null;
}
