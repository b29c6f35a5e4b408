import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A session recording client that may send calls, and how its calls are read. */
@Entity({ name: 'trunk' })
@DataSubjectEntity({ store: 'configuration', table: 'trunk', kind: 'none', reason: 'machines of the site’s own telephony' })
export class Trunk {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a trunk')
  name!: string;

  @Column({ type: 'cidr', array: true })
  @NotPersonal('networks of session border controllers')
  sourceNetworks!: string[];

  @Column({ type: 'text' })
  @NotPersonal('code')
  transport!: 'udp' | 'tcp' | 'tls';

  @Column({ type: 'text', nullable: true })
  @NotPersonal('name in the certificate of a machine')
  tlsIdentity!: string | null;

  @Column({ type: 'text' })
  @NotPersonal('name of a vendor profile')
  vendorProfile!: string;

  @Column({ type: 'text' })
  @NotPersonal('rule that tells the customer’s stream')
  customerIs!: 'first-stream' | 'second-stream' | 'external-number';

  @Column({ type: 'text', array: true })
  @NotPersonal('prefixes of the site’s own numbers')
  ownNumberPrefixes!: string[];

  @Column({ type: 'text' })
  @NotPersonal('region by which national numbers are read')
  region!: string;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a queue')
  queueId!: string | null;

  @Column({ type: 'integer', nullable: true })
  @NotPersonal('seconds for keys after an announcement before SIPREC')
  askedBeforeSeconds!: number | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('name of a SIP header')
  contactKeyHeader!: string | null;

  @Column({ type: 'text' })
  @NotPersonal('which gate holds back media')
  gate!: 'receive' | 'inactive';

  @Column({ type: 'text', array: true })
  @NotPersonal('names of metadata fields that may be kept')
  metadataAllowed!: string[];

  /** Whether an INVITE is taken that neither requires SIPREC nor names its sender a recording client (Cisco's network-based recording). */
  @Column({ type: 'boolean' })
  @NotPersonal('whether calls come without the marks of a recording client')
  acceptsUnmarked!: boolean;
}
