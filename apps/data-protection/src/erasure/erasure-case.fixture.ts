import type { http } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';
import { Seeding, type Canary, type Seeded } from '../canary.fixture';
import { Site, type Answer } from '../data-protection.fixture';
import { Erasures } from './erasures';
import { Pace } from './pace';

export const mari = { fullName: 'Mari Mägi-Õunapuu', phone: '+37251234567', email: 'mari.magi@example.ee', mark: 'canary' };

let others = 0;

function somebodyElse(): Canary {
  others += 1;
  const digits = String(others).padStart(4, '0');
  return { ...mari, phone: `+3725124${digits}`, email: `mari.magi.${others}@example.ee`, mark: `canary-${digits}` };
}

/** A site with one person in every database, and the two officers who erase them. */
export class ErasureSite {
  private constructor(
    readonly site: Site,
    readonly seeding: Seeding,
    readonly her: Seeded,
    readonly who: Canary,
    readonly sharedNumber: string,
  ) {}

  static async start(): Promise<ErasureSite> {
    const site = await Site.start();
    for (const login of ['admin', 'dpo', 'deputy']) await site.appoint(login);
    Object.assign(site.app.get(Pace), { attempts: 5, pause: () => site.carryEvents(), recorderMs: 200 });
    return ErasureSite.#seed(site, mari, '+3726123456');
  }

  /** The same site with one more person in every database, whose numbers, queue and calls are nobody else's. */
  another(): Promise<ErasureSite> {
    const who = somebodyElse();
    return ErasureSite.#seed(this.site, who, who.phone.replace('+3725124', '+372612'));
  }

  /** The same site with one more person, who shares a number with the person of this one. */
  companion(): Promise<ErasureSite> {
    return ErasureSite.#seed(this.site, { ...somebodyElse(), fullName: 'Jüri Põld' }, this.sharedNumber);
  }

  static async #seed(site: Site, who: Canary, sharedNumber: string): Promise<ErasureSite> {
    const seeding = new Seeding(site, newId());
    const her = await seeding.canary(who, await seeding.point('phone', sharedNumber));
    await site.carryEvents();
    return new ErasureSite(site, seeding, her, who, sharedNumber);
  }

  ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, login = 'dpo'): Promise<Answer> {
    return this.site.ask(login, method as 'POST', path, body);
  }

  async open(kind = 'erasure'): Promise<string> {
    const subject = { personId: this.her.personId, contactPointIds: [] };
    const verification = { level: 2, method: 'document-seen' };
    return (await this.ask('POST', 'cases', { kind, subject, verification })).body['id'] as string;
  }

  async detail(id: string): Promise<http.CaseDetail> {
    return (await this.ask('GET', `cases/${id}`)).body as unknown as http.CaseDetail;
  }

  async preview(id: string): Promise<http.ErasurePreview> {
    return (await this.ask('GET', `cases/${id}/erasure`)).body as unknown as http.ErasurePreview;
  }

  /** Approves what the preview shows now; answers the hash of the plan. */
  async approve(id: string): Promise<string> {
    const { planHash } = await this.preview(id);
    await this.ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    return planHash;
  }

  /** Approves and carries out, and waits until it has come to rest. */
  async erase(id: string): Promise<void> {
    const planHash = await this.approve(id);
    await this.ask('POST', `cases/${id}/erasure`, { planHash, confirm: 'ERASE' }, 'deputy');
    await this.settled();
  }

  /** What the service does by itself every hour: holds looked up anew, cases closed or carried on. */
  async goOn(): Promise<void> {
    this.site.app.get(Erasures).goOn();
    await this.settled();
  }

  /** Resolves when nothing is being carried out. */
  settled(): Promise<void> {
    return this.site.app.get(Erasures).settled();
  }
}
