import type { http } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';
import { Seeding, type Seeded } from '../canary.fixture';
import { Site, type Answer } from '../data-protection.fixture';
import { Erasures } from './erasures';
import { Pace } from './pace';

export const mari = { fullName: 'Mari Mägi-Õunapuu', phone: '+37251234567', email: 'mari.magi@example.ee', mark: 'canary' };

/** A site with one person in every database, and the two officers who erase them. */
export class ErasureSite {
  private constructor(
    readonly site: Site,
    readonly seeding: Seeding,
    readonly her: Seeded,
  ) {}

  static async start(): Promise<ErasureSite> {
    const site = await Site.start();
    for (const login of ['admin', 'dpo', 'deputy']) await site.appoint(login);
    Object.assign(site.app.get(Pace), { attempts: 5, pause: () => site.carryEvents(), recorderMs: 200 });
    const seeding = new Seeding(site, newId());
    const her = await seeding.canary(mari, await seeding.point('phone', '+3726123456'));
    await site.carryEvents();
    return new ErasureSite(site, seeding, her);
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
