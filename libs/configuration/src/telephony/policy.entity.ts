import type { PurposeCode, RecordingMode, WithdrawalRule } from '@voxkeep/contracts';
import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const reason = 'rules of the site';

/** What may be recorded, and what becomes of it when consent is withdrawn. */
@Entity({ name: 'recording_policy' })
@DataSubjectEntity({ store: 'configuration', table: 'recording_policy', kind: 'none', reason })
export class RecordingPolicy {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a policy')
  name!: string;

  @Column({ type: 'text' })
  @NotPersonal(reason)
  mode!: RecordingMode;

  @Column({ type: 'text' })
  @NotPersonal('purpose code')
  purpose!: PurposeCode;

  @Column({ type: 'text' })
  @NotPersonal(reason)
  onWithdrawal!: WithdrawalRule;

  @Column({ type: 'text', array: true })
  @NotPersonal(reason)
  tracks!: ('customer' | 'agent')[];
}

/** How the customer is asked, and what the keys mean. */
@Entity({ name: 'consent_policy' })
@DataSubjectEntity({ store: 'configuration', table: 'consent_policy', kind: 'none', reason })
export class ConsentPolicy {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a policy')
  name!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  channel!: 'voice';

  @Column({ type: 'text' })
  @NotPersonal('version of a wording')
  wordingVersion!: string;

  @Column({ type: 'text' })
  @NotPersonal(reason)
  acceptKey!: string;

  @Column({ type: 'text' })
  @NotPersonal(reason)
  rejectKey!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal(reason)
  withdrawalSequence!: string | null;

  @Column({ type: 'integer' })
  @NotPersonal(reason)
  windowSeconds!: number;

  @Column({ type: 'integer' })
  @NotPersonal(reason)
  retries!: number;

  /** Whether a consent that a person gave for all calls counts, once the notice was given. */
  @Column({ type: 'boolean' })
  @NotPersonal(reason)
  acceptStanding!: boolean;
}
