import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference } from './classify.js';

/** The names under which other systems know a contact; who comes first with a key creates the contact, and which names more than one bears. Not partitioned. */
@Entity('contact_key')
@DataSubjectEntity({
  store: 'operative',
  table: 'contact_key',
  kind: 'detail',
  id: 'contact_id',
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  onErasure: 'delete',
  deletion: { class: 'contact', start: 'contact.closed_at' },
  activities: ['serve-customer'],
})
export class ContactKey {
  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code of the system that gave the key')
  system!: string;

  @PrimaryColumn({ type: 'bytea' })
  @NotPersonal('SHA-256 of a correlation key that the telephone system made up for one call')
  keyHash!: Buffer;

  @Column({ type: 'uuid' })
  @ContactReference()
  contactId!: string;
}
