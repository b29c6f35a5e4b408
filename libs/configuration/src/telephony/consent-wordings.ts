import { newId, violates, type Database } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import { ConsentWording } from './consent-wording.entity.js';

export interface NewWording {
  readonly version: string;
  readonly language: string;
  readonly wording: string;
}

/** The wordings of the site. A version is added, in one language after the other; none is ever changed or removed. */
export class ConsentWordings {
  constructor(private readonly database: Database) {}

  /** Newest version first, languages in the order of their codes. */
  list(): Promise<readonly ConsentWording[]> {
    return this.database.source.getRepository(ConsentWording).find({ order: { createdAt: 'DESC', language: 'ASC' } });
  }

  /** Adds a text; the version and language must be new. */
  async add(values: NewWording, by: Actor): Promise<{ readonly saved: string } | 'version-taken'> {
    const id = newId();
    try {
      await this.database.transaction(async (t) => {
        await t.rows('insert into consent_wording (id, version, language, wording) values ($1, $2, $3, $4)', [
          ...[id, values.version, values.language, values.wording],
        ]);
        await t.audit({ action: 'consent-wording.create', actor: by, object: { kind: 'consent-wording', id } });
      });
      return { saved: id };
    } catch (thrown) {
      if (violates(thrown, 'uq_consent_wording_version')) return 'version-taken';
      throw thrown;
    }
  }
}
