import type { ContactChannel, SwitchableCategory } from '@voxkeep/contracts';
import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is not collected, and where: a row switches one category off, no row means that it is collected (R22, R24, R25). */
@Entity({ name: 'category_off' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'category_off',
  kind: 'detail',
  reachedBy: [{ column: 'user_id', key: 'user' }],
  activities: ['access-control'],
})
export class CategoryOff {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  category!: SwitchableCategory;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code; set when the category is off for a channel')
  channel!: ContactChannel | null;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id; set when the category is off for a queue')
  queueId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  userId!: string | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an administrative act')
  offSince!: Date;
}
