import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RandomId } from './classify.js';

const reason = 'an act of the house about a purpose; who did it stands in the audit trail';

/** A purpose whose consents are closed as of a moment: prepared by a count, then confirmed. The consents stay, as an archive. */
@Entity('consent_reset')
@DataSubjectEntity({ store: 'operative', table: 'consent_reset', kind: 'none', reason })
export class ConsentReset {
  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the reset')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('purpose code')
  purpose!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('channel code; null for all channels')
  channel!: string | null;

  @Column({ type: 'integer' })
  @NotPersonal('how many consents it closes')
  counted!: number;

  @Column({ type: 'timestamptz' })
  @NotPersonal(reason)
  preparedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal(reason)
  doneAt!: Date | null;
}
