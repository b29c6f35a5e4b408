import { Inject, Injectable } from '@nestjs/common';
import { AuditLog, LogScan, Verifications } from '@voxkeep/configuration';
import { diagnostics, settings } from '@voxkeep/platform';
import { readSigner, verifierOf } from '../audit-sequencer/signing-key.js';
import { Witness } from '../audit-sequencer/witness.js';
import { auditDamaged } from '../events.js';
import { counted } from './damage.js';
import { verifyAudit } from './verify-audit.js';

/** The log verified by the program that writes it, again and again; what it found is shown to whoever reads the log. */
@Injectable()
export class SelfVerification {
  constructor(
    @Inject(AuditLog) private readonly log: AuditLog,
    @Inject(LogScan) private readonly scan: LogScan,
    @Inject(Verifications) private readonly kept: Verifications,
  ) {}

  /** Verifies the whole log once and keeps the result; an event of diagnostics tells of damage. */
  async verify(): Promise<void> {
    const { audit, witness: places } = settings();
    const witness = new Witness(places.directory);
    const verifier = witness.verifier() ?? verifierOf(readSigner(audit.signingKeyFile));
    const since = performance.now();
    const { damages, ...verdict } = await verifyAudit({ log: this.log, scan: this.scan, witness, verifier });
    const found = counted(damages);
    await this.kept.keep({ ...verdict, damages: found, tookMs: performance.now() - since });
    const damaged = Object.values(found).reduce((sum, count) => sum + count, 0);
    if (damaged > 0) diagnostics.record(auditDamaged, { damages: damaged, events: verdict.events });
  }
}
