import { Inject, Injectable } from '@nestjs/common';
import { AuditProofs, Cases, SystemTasks, type CaseView } from '@voxkeep/configuration';
import { Database, databaseToken } from '@voxkeep/platform';
import { caseNumber } from '../cases/case-rows.js';
import { CertificateFiles } from '../certificate/certificate-files.js';
import { Archive } from '../package/archive.js';

const fingerprint = /^download-(.+)$/;

/**
 * The file of a case for whoever audits it: what was asked, decided and done, the certificate, fingerprints of what was handed out,
 * and proofs. It holds no more than the case itself: codes, counts and random ids of acts, no value of the person.
 */
@Injectable()
export class CaseFiles {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(SystemTasks) private readonly tasks: SystemTasks,
    @Inject(CertificateFiles) private readonly certificates: CertificateFiles,
    @Inject(AuditProofs) private readonly proofs: AuditProofs,
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
  ) {}

  /** Writes the file of a case; its making is on record. */
  async make(found: CaseView, by: string): Promise<Archive> {
    const [steps, tasks, certificate] = await Promise.all([
      this.cases.stepsOf(found.id),
      this.tasks.of(found.id),
      this.certificates.newest(found.id),
    ]);
    await this.configuration.transaction((t) =>
      t.audit({ action: 'case.file', actor: by, object: { kind: 'case', id: found.id }, purpose: 'data-subject-request' }),
    );
    const archive = new Archive(new Date());
    const add = (path: string, content: object | string) => {
      archive.add({
        path,
        content: Buffer.from(typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`),
      });
    };
    add('case.json', factsOf(found));
    add('steps.json', steps);
    add(
      'other-systems.json',
      tasks.map(({ name, askedAt, dueAt, outcome, ground, reference, answeredAt }) => ({
        ...{ name, askedAt, dueAt, outcome, ground, reference, answeredAt },
      })),
    );
    const handedOut = steps.flatMap(({ step, at, result }) => {
      const form = fingerprint.exec(step)?.[1];
      return form === undefined ? [] : [{ form, at, fingerprint: result }];
    });
    add('handed-out.json', handedOut);
    if (certificate) add('certificate.json', certificate.text);
    for (const [name, proof] of await this.#proofsOf(
      found,
      steps.map(({ step }) => step),
    ))
      add(`proofs/${name}.tlog-proof`, proof);
    add('manifest.json', { format: 'voxkeep.case-file.v1', case: caseNumber(found), files: archive.entries });
    archive.end();
    return archive;
  }

  /** Proofs that the opening and every decision stand in the audit log; acts that no signed state covers so far have none. */
  async #proofsOf({ id }: CaseView, steps: readonly string[]): Promise<readonly (readonly [string, string])[]> {
    const actions = [...new Set(['open', ...steps])].filter((name) => /^[a-z-]+$/.test(name));
    const found = await Promise.all(
      actions.map(async (name) => {
        const proven = await this.proofs.proveLeaf({ action: `case.${name}`, objectKind: 'case', objectId: id });
        return 'proof' in proven ? [[name, proven.proof] as const] : [];
      }),
    );
    return found.flat();
  }
}

/** What a case is, without whom it is about. */
function factsOf(found: CaseView): object {
  const { kind, state, openedAt, dueAt, closedAt, verificationLevel, verificationMethod, requiredLevel } = found;
  const { planHash, catalogueHash, openedBy, approvedBy, approvedAt, extendedAt, extensionReason, refusalGround } = found;
  return {
    ...{ number: caseNumber(found), kind, state, openedAt, dueAt, closedAt },
    requester: { verificationLevel, verificationMethod, requiredLevel },
    decisions: { openedBy, approvedBy, approvedAt, extendedAt, extensionReason, refusalGround },
    hashes: { plan: planHash, catalogue: catalogueHash },
  };
}
