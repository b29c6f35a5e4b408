import { DataSubjectEntity, NotPersonal, Pseudonym, Secret } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sign-in from its password to its end. Knows neither browser nor address. */
@Entity({ name: 'session' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'session',
  kind: 'detail',
  reachedBy: [{ column: 'user_id', key: 'user' }],
  deletion: { class: 'sign-in', start: 'ends_at' },
  activities: ['access-control'],
})
export class Session {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'bytea' })
  @Secret('hash of the session token')
  tokenHash!: Buffer;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  userId!: string;

  @Column({ type: 'text' })
  @NotPersonal('how far the sign-in has come')
  stage!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('begin of the session')
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  @NotPersonal('last use, exact to a minute, for the idle limit')
  lastSeenAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when the last factor was shown')
  signedInAt!: Date | null;

  @Column({ type: 'integer' })
  @NotPersonal('idle limit')
  idleSeconds!: number;

  @Column({ type: 'timestamptz' })
  @NotPersonal('absolute limit')
  endsAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('end of the session')
  endedAt!: Date | null;
}
