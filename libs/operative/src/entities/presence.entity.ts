import { DataSubjectEntity, Personal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Observed, RandomId, UserReference } from './classify.js';

/** In which state an employee was, from when to when; at most one row of a user is without end. */
@Entity('presence')
@DataSubjectEntity({
  store: 'operative',
  table: 'presence',
  kind: 'detail',
  reachedBy: [{ column: 'user_id', key: 'user', role: 'agent' }],
  onErasure: 'delete',
  deletion: { class: 'staff', start: 'to_at' },
  activities: ['plan-work'],
})
export class Presence {
  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the stretch')
  id!: string;

  @Column({ type: 'uuid' })
  @UserReference('field.agent')
  userId!: string;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:WorkEnvironment',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'bucket',
    label: 'field.presence',
  })
  state!: string;

  @Column({ type: 'timestamptz' })
  @Observed('field.from-at')
  fromAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Observed('field.to-at')
  toAt!: Date | null;
}
