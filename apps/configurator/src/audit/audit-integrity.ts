import { Inject, Injectable } from '@nestjs/common';
import { AuditLog, LogScan, Verifications } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { AuditBacklog, Database, databaseToken } from '@voxkeep/platform';

/** How far the log is signed and verified. */
@Injectable()
export class AuditIntegrity {
  private readonly backlog: AuditBacklog;

  constructor(
    @Inject(AuditLog) private readonly log: AuditLog,
    @Inject(LogScan) private readonly scan: LogScan,
    @Inject(Verifications) private readonly verifications: Verifications,
    @Inject(databaseToken('configuration')) configuration: Database,
    @Inject(databaseToken('directory')) directory: Database,
  ) {
    this.backlog = new AuditBacklog(configuration, [configuration, directory]);
  }

  /** The newest signed state, the last verification of the log by itself, and what waits. */
  async state(): Promise<http.AuditIntegrity> {
    const [signed, verified, { events }, waiting] = await Promise.all([
      this.log.latestCheckpoint(),
      this.verifications.latest(),
      this.scan.extent(),
      this.backlog.waiting(),
    ]);
    return {
      events,
      signed: signed ? { events: signed.size, at: signed.at.toISOString() } : null,
      verification: verified ? { ...verified, at: verified.at.toISOString(), damages: { ...verified.damages } } : null,
      waiting: waiting.flatMap(({ database, seconds }) => (seconds === null ? [] : [{ database, seconds }])),
    };
  }
}
