import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Holds, Orphans, Rehearsals, RetentionRules, RetentionRuns, SiteSettings } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { VaultStore, newId, newTimeOrderedId } from '@voxkeep/platform';
import { Site } from '../site.fixture.js';
import { Classes } from './classes.js';
import { ContactPointsClass } from './contact-points-class.js';
import { ContactRemoval } from './contact-removal.js';
import { ContactsClass } from './contacts-class.js';
import { Frames } from './frames.js';
import { Keys } from './keys.js';
import { OrphanSweep } from './orphan-sweep.js';
import { RecordingsClass } from './recordings-class.js';
import { Rehearsing } from './rehearsing.js';
import { Retention, type Pass } from './retention.js';
import { RunParts } from './run-parts.js';
import { Summaries } from './summaries.js';
import { Tombstones } from './tombstones.js';

export const configurator = newId();
const second = newId();

/** A contact that closed at `at`, with one recorded segment and a file in the vault. */
export interface OldContact {
  readonly at: Date;
  readonly store?: 'operative' | 'history';
  readonly queueId?: string;
  readonly userId?: string;
  readonly pointId?: string;
  readonly open?: boolean;
  /** Another system had opened the contact: its voice was sealed under the recorder's own owner. */
  readonly adopted?: boolean;
}
export interface MadeContact {
  readonly id: string;
  readonly fileId: string;
  readonly customerOwner: string;
  readonly voiceOwner: string;
}

/** The seven databases, a keyring, a vault, and all of retention on them. */
export class RetentionSite {
  readonly rules: RetentionRules;
  readonly rehearsals: Rehearsals;
  readonly runs: RetentionRuns;
  readonly holds: Holds;
  readonly settings: SiteSettings;
  readonly orphans: Orphans;
  readonly sweep: OrphanSweep;
  readonly frames: Frames;
  readonly classes: Classes;
  readonly rehearsing: Rehearsing;
  readonly retention: Retention;

  private constructor(
    readonly site: Site,
    readonly vault: VaultStore,
    private readonly directory: string,
  ) {
    const { databases } = site;
    const configuration = databases.of('configuration');
    this.rules = new RetentionRules(configuration);
    this.rehearsals = new Rehearsals(configuration);
    this.runs = new RetentionRuns(configuration);
    this.holds = new Holds(configuration);
    this.settings = new SiteSettings(configuration);
    this.orphans = new Orphans(configuration);
    this.sweep = new OrphanSweep(databases, vault, this.orphans);
    const keys = new Keys(site.worker, configuration);
    const removal = new ContactRemoval(databases.of('operative'), vault, keys);
    this.frames = new Frames(configuration, databases.of('directory'), this.holds);
    this.classes = new Classes(
      databases,
      new ContactsClass(databases, removal, keys),
      new RecordingsClass(databases, databases.of('operative'), vault),
      new ContactPointsClass(databases, databases.of('directory'), keys),
    );
    this.rehearsing = new Rehearsing(this.rehearsals, this.rules, this.frames, this.classes);
    const parts = Object.assign(new RunParts(), {
      frames: this.frames,
      rehearsing: this.rehearsing,
      classes: this.classes,
      tombstones: new Tombstones(databases, configuration, this.settings, keys),
      summaries: new Summaries(databases),
    });
    this.retention = new Retention(configuration, this.rehearsals, this.rules, this.runs, parts);
  }

  static async open(): Promise<RetentionSite> {
    const directory = mkdtempSync(join(tmpdir(), 'vk-retention-'));
    return new RetentionSite(await Site.open(), await VaultStore.create(directory), directory);
  }

  /** Sets a rule for a class. */
  async rule(name: http.RetentionClassName, amount: number, unit: http.RetentionRule['unit'], queueId?: string): Promise<string> {
    const body = { class: name, channel: null, queueId: queueId ?? null, amount, unit };
    const outcome = await this.rules.save({ ...body, ground: 'storage-limitation', reference: null }, configurator);
    return 'saved' in outcome ? outcome.saved : outcome.refused;
  }

  /** Takes every rule away. */
  async noRules(): Promise<void> {
    for (const { id } of await this.rules.list()) await this.rules.remove(id, configurator);
  }

  async rehearse(now = new Date()): Promise<http.Rehearsal> {
    const id = await this.rehearsals.ask('asked', configurator);
    await this.rehearsing.carryOut(now);
    return (await this.rehearsals.find(id)) as http.Rehearsal;
  }

  /** Rehearses and approves what it shows. */
  async approve(): Promise<http.Rehearsal> {
    const rehearsal = await this.rehearse();
    const outcome = await this.rehearsals.approve(rehearsal.id, dueOf(rehearsal), configurator);
    if ('refused' in outcome) throw new Error(outcome.refused);
    return rehearsal;
  }

  /** Rehearses, approves, and lets one pass remove. */
  async approveAndRun(now = new Date()): Promise<Pass> {
    await this.approve();
    return this.retention.pass(now);
  }

  async contact(wanted: OldContact): Promise<MadeContact> {
    const { at, store = 'operative', queueId = null, userId = null, pointId = null, open = false } = wanted;
    const [prefix, database] = [store === 'history' ? 'closed_' : '', this.site.databases.of(store)];
    const [id, fileId, recordingId] = [newTimeOrderedId(new Date(at.getTime() - 60_000)), newId(), newId()];
    const [customerOwner, agentOwner] = [newId(), newId()];
    const voiceOwner = await this.voiceOwner(wanted, customerOwner);
    for (const moment of [at, new Date(at.getTime() - 60_000)])
      await database.rows(`select ensure_${prefix}contact_partitions($1::date, 1)`, [moment.toISOString().slice(0, 10)]);
    await this.site.recorder.mint(
      [
        { ownerId: customerOwner, ownerClass: 'contact-customer' },
        { ownerId: agentOwner, ownerClass: 'contact-agent' },
      ],
      ['contact'],
    );
    await database.rows(
      `insert into ${prefix}contact (id, channel, direction, queue_id, customer_point_id, opened_at, closed_at, customer_owner, agent_owner, attribution)
       values ($1, 'voice', 'inbound', $2, $3, $4, $5, $6, $7, 'none')`,
      [id, queueId, pointId, new Date(at.getTime() - 60_000), open ? null : at, customerOwner, agentOwner],
    );
    await database.rows(
      `insert into ${prefix}contact_party (contact_id, id, role, user_id, from_at) values ($1, $2, 'agent', $3, $4)`,
      [id, newId(), userId, at],
    );
    await database.rows(
      `insert into ${prefix}recording (contact_id, id, part, state, codec, inseparable, evidence_kind, started_at, ended_at)
       values ($1, $2, 'agent', 'finished', 'pcma', false, 'digit', $3, $3)`,
      [id, recordingId, at],
    );
    await database.rows(
      `insert into ${prefix}recording_segment (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, sha512, state, owner)
       values ($1, $2, $3, 'customer', 1, $4, 'pcma', 0, 1000, $5, 'closed', $6)`,
      [id, newId(), recordingId, fileId, Buffer.alloc(64), voiceOwner],
    );
    const file = await this.vault.beginFile(fileId);
    await file.append(Buffer.alloc(1000, 1));
    await file.finish();
    return { id, fileId, customerOwner, voiceOwner };
  }

  private async voiceOwner({ adopted = false }: OldContact, customerOwner: string): Promise<string> {
    if (!adopted) return customerOwner;
    const own = newId();
    await this.site.recorder.mint([{ ownerId: own, ownerClass: 'contact-customer' }], ['media']);
    return own;
  }

  /** A hold on one contact, in force. */
  async hold(contactId: string): Promise<string> {
    return this.holdOn([{ kind: 'contact', keyId: contactId, from: null, to: null }]);
  }

  async holdOn(scopes: Parameters<Holds['place']>[0]['scopes']): Promise<string> {
    const reviewAt = new Date(Date.now() + 90 * 86_400_000);
    return this.holds.place({ matter: 'M-1', basis: 'litigation', contactRole: 'legal', caseId: null, reviewAt, scopes }, second);
  }

  /** Takes a hold away as if it had been released by two people. */
  async release(holdId: string): Promise<void> {
    await this.site.databases.of('configuration').rows(`update protection.hold set state = 'refused' where id = $1`, [holdId]);
  }

  async isThere(fileId: string): Promise<boolean> {
    const reader = await this.vault.openForRead(fileId);
    await reader?.close();
    return reader !== undefined;
  }

  /** How many rows a query finds. */
  async count(
    store: 'operative' | 'history' | 'reporting' | 'outbound' | 'directory' | 'configuration',
    from: string,
    id: string,
  ): Promise<number> {
    const rows = await this.site.databases.of(store).rows(`select 1 from ${from} = $1`, [id]);
    return rows.length;
  }

  async keyState(ownerId: string): Promise<string | undefined> {
    const [found] = await this.site.worker.states([{ ownerId, ownerClass: 'contact-customer' }]);
    return found?.state;
  }

  async close(): Promise<void> {
    await this.site.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** How many records a rehearsal says would go. */
export function dueOf({ lines }: http.Rehearsal): number {
  return lines.reduce((sum, { due }) => sum + due, 0);
}

/** A moment so many days ago. */
export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}
