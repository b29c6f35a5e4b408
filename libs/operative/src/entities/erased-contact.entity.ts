import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RandomId } from './classify.js';

/** Contacts that an erasure has been through: whoever still holds an event of one ignores it. */
@Entity('erased_contact')
@DataSubjectEntity({
  store: 'operative',
  table: 'erased_contact',
  kind: 'none',
  reason: 'random ids of contacts that no longer name anybody; kept so that late events cannot bring a person back',
  onErasure: 'keep',
  because: 'proof of erasure without personal data (GDPR Art. 5(2))',
})
export class ErasedContact {
  @PrimaryColumn({ type: 'uuid' })
  @RandomId('a contact that names nobody any more')
  contactId!: string;

  @Column({ type: 'uuid' })
  @RandomId('a case')
  caseId!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the erasure ran')
  at!: Date;
}
