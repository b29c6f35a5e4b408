import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const reason = 'texts of the site that its customers hear or read';

/** What customers are told and asked, in one version and one language. Never changed: consents refer to it by its version. */
@Entity({ name: 'consent_wording' })
@DataSubjectEntity({ store: 'configuration', table: 'consent_wording', kind: 'none', reason })
export class ConsentWording {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('version of a wording')
  version!: string;

  @Column({ type: 'text' })
  @NotPersonal('language code')
  language!: string;

  @Column({ type: 'text' })
  @NotPersonal(reason)
  wording!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the version was written')
  createdAt!: Date;
}
