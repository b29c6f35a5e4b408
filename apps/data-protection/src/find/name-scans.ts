import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { newId } from '@voxkeep/platform';
import { CaseAccess, type StatedAccess } from '../subject/case-access.js';
import type { Candidate } from './candidate.js';
import { NameSearch } from './name-search.js';

/** Persons that one scan may find; above it, it stops and asks for more of the name. */
const mostHits = 500;
const pageSize = 1000;
/** How long what a scan found may be fetched, ms. */
const keptMs = 15 * 60_000;
/** Scans of one officer at the same time. */
const mostOfOne = 3;

interface Scan {
  readonly id: string;
  readonly stated: StatedAccess;
  readonly name: string;
  readonly startedAt: number;
  state: 'running' | 'done' | 'cancelled' | 'failed';
  looked: number;
  total: number;
  found: readonly Candidate[];
  work: Promise<void>;
}
/** How far a scan is. `overflow`: more was found than may be shown. */
export interface ScanState extends Pick<Scan, 'id' | 'stated' | 'state' | 'looked' | 'total' | 'found'> {
  readonly overflow: boolean;
}

/** Looks at every name, for searches that no index answers. Lives in memory only: ids of who was found, and the name while it runs. */
@Injectable()
export class NameScans implements OnApplicationShutdown {
  readonly #scans = new Map<string, Scan>();

  constructor(
    @Inject(NameSearch) private readonly names: NameSearch,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    for (const scan of this.#scans.values()) scan.state = 'cancelled';
    await Promise.all([...this.#scans.values()].map(({ work }) => work));
  }

  /** Begins a scan; undefined when this officer has too many of them running. Answers its id. */
  begin(name: string, stated: StatedAccess): string | undefined {
    this.#forget();
    const mine = [...this.#scans.values()].filter(({ stated: { by }, state }) => by === stated.by && state === 'running');
    if (mine.length >= mostOfOne) return undefined;
    const scan: Scan = {
      ...{ id: newId(), stated, name, startedAt: Date.now(), state: 'running', looked: 0, total: 0, found: [] },
      work: Promise.resolve(),
    };
    this.#scans.set(scan.id, scan);
    scan.work = this.#run(scan).catch(() => {
      scan.state = 'failed';
    });
    return scan.id;
  }

  /** A scan of this officer. */
  find(id: string, by: string): ScanState | undefined {
    this.#forget();
    const scan = this.#scans.get(id);
    return scan?.stated.by === by ? { ...scan, overflow: scan.found.length > mostHits } : undefined;
  }

  /** Stops a scan of this officer and forgets what it found; answers whether there was one. */
  cancel(id: string, by: string): boolean {
    const scan = this.#scans.get(id);
    if (scan?.stated.by !== by) return false;
    if (scan.state === 'running') scan.state = 'cancelled';
    scan.found = [];
    return true;
  }

  /** Until a scan is over. */
  async settled(id: string): Promise<void> {
    await this.#scans.get(id)?.work;
  }

  async #run(scan: Scan): Promise<void> {
    scan.total = await this.names.indexes.count();
    const opening = await this.access.record('directory', { ...scan.stated, action: 'person.compare' }, scan.total, [
      'person.full_name',
    ]);
    for (let after: string | undefined; ;) {
      const people = await this.names.indexes.page(after, pageSize);
      // Both change while the page is read: the scan may be cancelled from outside.
      if (scan.state !== 'running') return;
      if (people.length === 0 || scan.found.length > mostHits) break;
      scan.found = [...scan.found, ...(await this.names.matching(scan.name, people, opening))];
      scan.looked += people.length;
      after = people.at(-1)?.id;
    }
    scan.found = [...scan.found].sort((a, b) => Number(a.reason !== 'name') - Number(b.reason !== 'name'));
    scan.state = 'done';
  }

  #forget(): void {
    for (const [id, { startedAt, state }] of this.#scans)
      if (state !== 'running' && Date.now() - startedAt > keptMs) this.#scans.delete(id);
  }
}
