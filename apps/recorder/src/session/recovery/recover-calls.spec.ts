import { readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { KeyRing, type HeldKey, type KeyOwner, type OwnerState } from '@voxkeep/keyring';
import type { PendingCommand } from '@voxkeep/operative';
import { diagnostics, newTimeOrderedId, type VaultStore } from '@voxkeep/platform';
import { beginFactChain, decodeJournal, encodeFact, journalMagic, measureChannels, type CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { overwriteForgotten } from '../../media/journal-compaction.js';
import { listJournalFiles } from '../../media/journal-file.js';
import { aHeader, granted, speech, Workplace } from '../../media/media.fixture.js';
import { SegmentWriter } from '../../media/segment-writer.js';
import type { BoundCall } from '../books/bound-call.js';
import { OutcomeTally } from '../ending/outcome-tally.js';
import type { OperativeKeepers } from '../session-room.js';
import { recoverCalls } from './recover-calls.js';
import type { Remains } from './remains.js';

const startedAt = new Date('2026-11-22T10:00:00Z');
const hours = 3_600_000;

/** A no that came when nobody heard it, and what the policy makes of it. */
interface LateNo {
  readonly told: readonly PendingCommand[];
  readonly rule: 'destroy' | 'keep';
}

/** What differs of a call; `isHeard`: it has audio. */
interface Killed {
  readonly more?: readonly CallFact[];
  readonly policyMode?: 'only-with-consent' | 'by-user';
  readonly isHeard?: boolean;
}

describe('the recovery of calls', () => {
  let place: Workplace;
  let vault: VaultStore;
  let log: string[];
  beforeEach(async () => {
    log = keptLog();
    place = await Workplace.make();
    vault = await place.vault();
  });
  afterEach(async () => {
    diagnostics.replace(undefined);
    await place.clear();
  });

  /** A call of two channels, 10,000 octets each, of a recorder that was killed. Its facts stand in the journal before its audio. */
  const killedCall = async ({ more = [], policyMode = 'only-with-consent', isHeard = true }: Killed = {}) => {
    const stores = await place.stores({ vault });
    const [customer, agent] = [aHeader({ startMs: 100 }), aHeader({ startMs: 100, channel: 'agent' })];
    const { recordingId, ownerId: customerOwner } = customer;
    const agentOwner = agent.ownerId;
    const contactId = newTimeOrderedId(startedAt);
    const chain = beginFactChain({ recordingId, owner: customerOwner, ownerKey: place.ownerKey });
    const tell = (fact: CallFact) => {
      stores.journal.note(recordingId, chain.number + 1, chain.seal(encodeFact(fact)));
    };
    tell({
      ...{ kind: 'session', at: startedAt.getTime(), contactId, found: null, trunkId: contactId, queueId: null },
      ...{ keys: [{ system: 'call-id', value: 'x' }], customerOwner, agentOwner, number: null, attribution: 'none' },
    });
    tell({
      ...{ kind: 'grant', at: startedAt.getTime(), atMs: 0, codec: 'pcma', inseparable: false },
      grant: {
        ...{ grantId: recordingId, purpose: 'quality', channels: ['customer', 'agent'], policyMode },
        evidence: { kind: 'api', at: startedAt.getTime(), wordingVersion: null, id: null },
      },
    });
    const headers = isHeard ? [customer, agent] : [];
    const { grant } = granted('customer', 'agent');
    const writers = headers.map((header) => SegmentWriter.begin(stores, place.terms(grant, { ...header, recordingId })));
    await Promise.resolve();
    for (const [at, { segmentId, channel, startMs, ownerId: owner }] of headers.entries()) {
      tell({ kind: 'due', atMs: 100, channel, stream: at });
      tell({ kind: 'segment', segmentId, channel, number: 1, fileId: writers[at]!.fileId, codec: 'pcma', startMs, owner });
    }
    for (const fact of more) tell(fact);
    for (const writer of writers) writer.write(speech(10_000));
    await stores.journal.flush();
    place.clock.forget();
    for (const path of stores.journal.files) await utimes(path, startedAt, new Date(startedAt.getTime() + 5000));
    return { recordingId, contactId, owners: { customer: customerOwner, agent: agentOwner }, writers };
  };

  const remainsNow = async (): Promise<Remains> => ({
    journalFiles: await listJournalFiles(place.journalFolder),
    ...{ lastWrittenMs: startedAt.getTime() + 5000, interrupted: new Set<string>(), openSegments: [] },
  });

  /** A keyring that has these keys, books that note what they are told; `more`: what differs. */
  const site = (
    owners: readonly string[],
    more: {
      readonly wallMs?: number;
      readonly lacking?: OwnerState['state'];
      readonly interrupted?: string;
      readonly late?: LateNo;
      readonly inBooks?: object;
      readonly isErased?: boolean;
    } = {},
  ) => {
    const told: CallFact[][] = [];
    const answers: (readonly string[])[] = [];
    const asked: string[] = [];
    const refused = new Map<string, BoundCall>();
    let refuses: string | undefined;
    let booksFail = false;
    const held = (ownerId: string): HeldKey => ({
      ...{ ownerId, ownerClass: 'contact-customer', epoch: 1, domain: 'media', key: place.ownerKey },
    });
    const outcomes = new OutcomeTally();
    const terms = {
      keyring: {
        recover: () => Promise.resolve(new KeyRing(owners.map(held))),
        states: (asked: readonly KeyOwner[]) =>
          Promise.resolve(asked.map((owner) => ({ ...owner, state: more.lacking ?? ('destroyed' as const) }))),
      },
      vault,
      binder: {
        hasSetAside: (recordingId: string) => refused.has(recordingId),
        submit: (call: BoundCall) => {
          told.push([...call.log.facts]);
          if (more.isErased) call.onErased();
          if (call.log.recordingId !== refuses) call.onBound();
          else {
            refused.set(refuses, call);
            call.onSetAside?.();
          }
        },
      },
      operative: {
        contacts: {
          get: (id: string) => (
            asked.push(id),
            booksFail && id === (more.interrupted ?? id) ? Promise.reject(new Error('away')) : Promise.resolve(more.inBooks)
          ),
          close: () => Promise.resolve(),
        },
        recordings: { recordOutcome: () => Promise.resolve() },
      } as unknown as OperativeKeepers,
      late: {
        recorderId: 'recorder-1',
        ruleOf: () => more.late?.rule ?? 'destroy',
        commands: {
          pendingNoes: () => Promise.resolve(more.late?.told ?? []),
          acknowledge: (id: string, result: string) => Promise.resolve(void answers.push([id, result])),
        },
      },
      outcomes,
      modeOf: () => 'only-with-consent' as const,
      wallMs: () => more.wallMs ?? startedAt.getTime() + hours,
    };
    const recover = async (remains?: Remains) => {
      const found = remains ?? (await remainsNow());
      const interrupted = new Set(more.interrupted === undefined ? [] : [more.interrupted]);
      return recoverCalls({ ...terms, remains: { ...found, interrupted } });
    };
    const refuse = (recordingId: string) => (refuses = recordingId);
    const take = () => {
      refuses = undefined;
      for (const call of refused.values()) call.onBound();
      refused.clear();
    };
    return { told, answers, asked, outcomes, recover, refuse, take, away: (is: boolean) => (booksFail = is) };
  };
  const of = (facts: readonly CallFact[] | undefined, kind: CallFact['kind']) =>
    facts?.filter((fact) => fact.kind === kind) ?? [];
  const filesInVault = async () => {
    const names: string[] = [];
    for await (const { fileId } of vault.list()) names.push(fileId);
    return names;
  };

  it('that is run again before it was settled, with one key gone, tells the same rows and makes the same files', async () => {
    const { owners, contactId } = await killedCall();
    const { told, recover, away } = site([owners.customer], { lacking: 'held', interrupted: newTimeOrderedId() });
    away(true);
    await expect(recover()).rejects.toThrow('away');
    const files = await filesInVault();
    away(false);
    await recover();
    expect(told).toHaveLength(2);
    expect(told[1]).toEqual(told[0]);
    expect(of(told[0], 'gap')).toHaveLength(1);
    expect(of(told[0], 'session')).toMatchObject([{ contactId }]);
    expect(await filesInVault()).toEqual(files);
  });

  it('does not tell a finished call again at a later start, while the key of one of its segments may still come', async () => {
    const { owners } = await killedCall();
    const first = site([owners.customer], { lacking: 'held' });
    const left = await first.recover();
    expect(left?.journalFiles.length).toBeGreaterThan(1);
    const second = site([owners.customer], { lacking: 'held', wallMs: startedAt.getTime() + 49 * hours });
    await second.recover();
    expect(second.told).toEqual([]);
    expect(of(first.told[0], 'segment-dropped')).toEqual([]);
  });

  it.each([
    ['was destroyed', 'destroyed'],
    ['is too old to be given back', 'active'],
  ] as const)('takes a key that %s for gone: the segment is told and the journal goes', async (_what, lacking) => {
    const { owners, writers } = await killedCall();
    const { told, recover } = site([owners.customer], { lacking });
    expect(await recover()).toBeUndefined();
    expect(of(told[0], 'segment-dropped')).toMatchObject([{ segmentId: writers[1]!.segmentId }]);
    expect(await listJournalFiles(place.journalFolder)).toEqual([]);
  });

  it('finishes the other calls when the disk fails at one, and that one later, without making anything twice', async () => {
    const [bad, good] = [await killedCall(), await killedCall()];
    const { told, recover } = site([...Object.values(bad.owners), ...Object.values(good.owners)]);
    const openForRead = vault.openForRead.bind(vault);
    const broken = jest
      .spyOn(vault, 'openForRead')
      .mockImplementation((fileId) =>
        fileId === bad.writers[0]!.fileId ? Promise.reject(Object.assign(new Error(), { code: 'EIO' })) : openForRead(fileId),
      );
    const left = await recover();
    expect(told.map((facts) => of(facts, 'session'))).toMatchObject([[{ contactId: good.contactId }]]);
    expect(log.join()).toContain('recovery.segment-failed');
    const files = await filesInVault();
    await recover(left);
    expect(told).toHaveLength(1);
    expect(await filesInVault()).toEqual(files);
    broken.mockRestore();
    expect(await recover(left)).toBeUndefined();
    expect(of(told[1], 'segment-closed')).toMatchObject([{ octets: 10_000 }, { octets: 10_000 }]);
    expect(await listJournalFiles(place.journalFolder)).toEqual([]);
  });

  it('keeps a call that was withdrawn from until its files are gone', async () => {
    const { owners, writers } = await killedCall({ more: [{ kind: 'dropped', at: startedAt.getTime() }] });
    const { told, recover } = site(Object.values(owners));
    const genuine = vault.remove.bind(vault);
    const removing = jest
      .spyOn(vault, 'remove')
      .mockImplementation((id) =>
        id === writers[0]!.fileId ? Promise.reject(Object.assign(new Error(), { code: 'EROFS' })) : genuine(id),
      );
    expect(await recover(await recover())).toMatchObject({ journalFiles: [expect.any(String)] });
    expect(told).toEqual([]);
    expect(log.filter((line) => line.includes('recovery.call-failed'))).toHaveLength(2);
    const waits = log.filter((line) => line.includes('recovery.call-waits'));
    expect(waits).toHaveLength(2);
    expect(waits[0]).toContain(`"keySurelyForMs":${23 * hours}`);
    removing.mockRestore();
    expect(await recover()).toBeUndefined();
    expect(of(told[0], 'end')).toMatchObject([{ outcome: 'withdrawn' }]);
    expect(await filesInVault()).toEqual([]);
  });

  describe('with a withdrawal that nobody heard', () => {
    const askedAt = new Date(startedAt.getTime() + 7000);
    const noOf = (contactId: string, kind: PendingCommand['kind'] = 'withdraw', evidenceKind = 'ivr') =>
      ({ ...{ id: 'command-1', contactId, kind, consentId: 'consent-1' }, evidenceKind, askedAt }) as unknown as PendingCommand;

    it.each([
      ['takes away what was kept', 'destroy', 'withdraw', 'withdrawn', ['dropped']],
      ['keeps what was kept', 'keep', 'withdraw', 'withdrawn', []],
      ['takes away what was kept after a no, too', 'destroy', 'consent-refused', 'refused', ['dropped']],
    ] as const)('%s, as the policy says, and answers it', async (_what, rule, kind, state, dropped) => {
      const { owners, contactId } = await killedCall();
      const { told, answers, recover } = site(Object.values(owners), { late: { told: [noOf(contactId, kind)], rule } });
      expect(await recover()).toBeUndefined();
      expect(of(told[0], 'consent')).toMatchObject([{ id: 'consent-1', state, evidenceKind: 'ivr', at: askedAt.getTime() }]);
      expect(of(told[0], 'dropped').map((fact) => fact.kind)).toEqual(dropped);
      expect(of(told[0], 'end')).toMatchObject([{ outcome: 'withdrawn' }]);
      expect(await filesInVault()).toHaveLength(rule === 'keep' ? 2 : 0);
      expect(answers).toEqual([['command-1', 'applied']]);
    });

    it('leaves what concerns another contact, or a call whose end was told, to be answered as such', async () => {
      const end = { kind: 'end', at: 0, atMs: 0, reason: 'bye', recovered: false, outcome: 'kept', cause: null } as const;
      const { owners, contactId } = await killedCall({ more: [end] });
      const no = [noOf(contactId), noOf(newTimeOrderedId())];
      const { told, answers, recover } = site(Object.values(owners), { late: { told: no, rule: 'destroy' } });
      await recover();
      expect([of(told[0], 'consent'), of(told[0], 'dropped'), answers]).toEqual([[], [], []]);
    });

    it.each([
      ['by-user', 'consent-refused', 'user', []],
      ['by-user', 'consent-refused', 'agent', ['refused']],
      ['by-user', 'consent-refused', 'api', ['refused']],
      ['by-user', 'withdraw', 'agent', ['withdrawn']],
      ['by-user', 'consent-refused', 'customer', ['refused']],
      ['only-with-consent', 'consent-refused', 'agent', ['refused']],
    ] as const)('under the mode %s takes a %s of the %s for: %j', async (policyMode, kind, evidenceKind, states) => {
      const { owners, contactId } = await killedCall({ policyMode });
      const late = { told: [noOf(contactId, kind, evidenceKind)], rule: 'destroy' } as const;
      const { told, recover } = site(Object.values(owners), { late });
      await recover();
      expect(of(told[0], 'consent').map((fact) => 'state' in fact && fact.state)).toEqual(states);
      expect(of(told[0], 'dropped')).toHaveLength(states.length);
      expect(await filesInVault()).toHaveLength(states.length === 0 ? 2 : 0);
    });

    it('answers it only once it is carried out, and no other way when that is run again', async () => {
      const { owners, contactId } = await killedCall();
      const { told, answers, recover } = site(Object.values(owners), { late: { told: [noOf(contactId)], rule: 'destroy' } });
      const stuck = jest.spyOn(vault, 'remove').mockRejectedValue(Object.assign(new Error(), { code: 'EROFS' }));
      const left = await recover();
      expect([told, answers]).toEqual([[], []]);
      stuck.mockRestore();
      await recover(left);
      expect([told.length, answers]).toEqual([1, [['command-1', 'applied']]]);
    });
  });

  describe('whose consent is taken back, which the journal does not say was carried out', () => {
    const said = new Date(startedAt.getTime() + 3000);
    const inBooks = { queueId: null, consents: [], recordings: [], events: [] };
    const word = (state: 'withdrawn' | 'refused', evidenceKind: 'digit'): CallFact => ({
      ...{ kind: 'consent', id: newTimeOrderedId(), state, purpose: 'quality', wordingVersion: null, evidenceKind },
      at: said.getTime(),
    });

    it.each([
      ['takes away what was kept after a withdrawal by key', 'destroy', 'withdrawn', 0],
      ['takes away what was kept after a no by key', 'destroy', 'refused', 0],
      ['keeps what was kept, as the policy says', 'keep', 'withdrawn', 2],
    ] as const)('%s', async (_what, rule, state, files) => {
      const { owners } = await killedCall({ more: [word(state, 'digit')] });
      const { told, recover } = site(Object.values(owners), { late: { told: [], rule } });
      expect(await recover()).toBeUndefined();
      expect(of(told[0], 'dropped')).toEqual(files === 0 ? [{ kind: 'dropped', at: said.getTime() }] : []);
      expect(of(told[0], 'end')).toMatchObject([{ outcome: 'withdrawn' }]);
      expect(await filesInVault()).toHaveLength(files);
      expect(await listJournalFiles(place.journalFolder)).toEqual([]);
    });

    it.each([
      ['takes away what the books withdrew', 'destroy', [{ state: 'given' }, { state: 'withdrawn', at: said }], 0],
      ['keeps it where the policy says so', 'keep', [{ state: 'withdrawn', at: said }], 2],
      ['keeps what was given again since', 'destroy', [{ state: 'withdrawn', at: new Date(0) }], 2],
    ] as const)('%s', async (_what, rule, consents, files) => {
      const { owners } = await killedCall();
      const { recover } = site(Object.values(owners), { late: { told: [], rule }, inBooks: { ...inBooks, consents } });
      expect(await recover()).toBeUndefined();
      expect(await filesInVault()).toHaveLength(files);
    });

    it.each(['own', 'another'])('takes away what the books removed, also after its end: in its %s row', async (row) => {
      const end = { kind: 'end', at: 0, atMs: 0, reason: 'bye', recovered: false, outcome: 'kept', cause: null } as const;
      const { owners, recordingId } = await killedCall({ more: [end] });
      const id = row === 'own' ? recordingId : newTimeOrderedId();
      const recordings = [{ id, state: 'removed', startedAt, endedAt: said, segments: [{ sealedAs: recordingId }] }];
      const events = [{ kind: 'recording.removed', subjectId: id, at: said }];
      const more = { late: { told: [], rule: 'keep' }, inBooks: { ...inBooks, recordings, events } } as const;
      const { told, recover } = site(Object.values(owners), more);
      expect(await recover()).toBeUndefined();
      expect(of(told[0], 'dropped')).toEqual([{ kind: 'dropped', at: said.getTime() }]);
      expect([await filesInVault(), await listJournalFiles(place.journalFolder)]).toEqual([[], []]);
    });
  });

  it('counts as removed, not as kept and not as missing, what a no took back that a full disk had no room to tell of', async () => {
    const { owners, writers } = await killedCall();
    const [path] = await listJournalFiles(place.journalFolder);
    await overwriteForgotten(path!, new Set([writers[0]!.segmentId]));
    const { told, recover } = site(Object.values(owners));
    expect(await recover()).toBeUndefined();
    expect([of(told[0], 'dropped').length, await filesInVault()]).toEqual([1, []]);
    expect(of(told[0], 'end')).toMatchObject([{ outcome: 'withdrawn' }]);
    const [end] = of(told[0], 'end') as readonly Extract<CallFact, { kind: 'end' }>[];
    const missing = { missingOursMs: 0, missingTheirsMs: 0 };
    expect(measureChannels(told[0] ?? [], end!.atMs)).toMatchObject([missing, missing]);
  });

  it('waits for the vault when another folder lies in its place', async () => {
    const closed = { kind: 'segment-closed', octets: 8, sha512: '', state: 'closed', fileId: null } as const;
    const dropped = { kind: 'dropped', at: startedAt.getTime() } as const;
    const { owners } = await killedCall({ more: [{ ...closed, segmentId: newTimeOrderedId() }, dropped] });
    const { told, recover } = site(Object.values(owners));
    const bare = jest.spyOn(vault, 'isBare').mockResolvedValue(true);
    const left = await recover();
    expect(told).toEqual([]);
    bare.mockRestore();
    expect(await recover(left)).toBeUndefined();
    expect(told).toHaveLength(1);
  });

  it('finishes the other calls when the books refuse one for good, keeps its journal, and asks the books of it no second time', async () => {
    const [bad, good] = [await killedCall(), await killedCall()];
    const { told, recover, refuse, take } = site([...Object.values(bad.owners), ...Object.values(good.owners)]);
    refuse(bad.recordingId);
    const left = await recover();
    const ofBad = () =>
      told.filter((facts) => of(facts, 'session').some((fact) => 'contactId' in fact && fact.contactId === bad.contactId));
    expect([told.length, ofBad().length]).toEqual([2, 1]);
    const heldIn = async () => (await listJournalFiles(place.journalFolder)).length;
    expect(await heldIn()).toBeGreaterThan(0);
    const again = await recover(left);
    expect(told).toHaveLength(2);
    take();
    expect(await recover(again)).toBeUndefined();
    expect(told).toHaveLength(3);
    expect(ofBad()).toEqual([ofBad()[0], ofBad()[0]]);
    expect(await heldIn()).toBe(0);
  });

  it('lets the journal of a withdrawn call go, also where the key of one of its segments may still come', async () => {
    const { owners } = await killedCall({ more: [{ kind: 'dropped', at: startedAt.getTime() }] });
    const { told, recover } = site([owners.customer], { lacking: 'held' });
    expect(await recover()).toBeUndefined();
    expect(of(told[0], 'end')).toMatchObject([{ outcome: 'withdrawn' }]);
    expect([await listJournalFiles(place.journalFolder), await filesInVault()]).toEqual([[], []]);
  });

  it.each(['whose facts cannot be read yet', 'that the books refuse'])(
    'keeps the journal of a call without audio %s',
    async (what) => {
      const { owners, recordingId } = await killedCall({ isHeard: false });
      const { told, recover, refuse } = site(what.startsWith('that') ? Object.values(owners) : [], { lacking: 'held' });
      refuse(recordingId);
      expect((await recover())?.journalFiles).not.toEqual([]);
      expect(await listJournalFiles(place.journalFolder)).not.toEqual([]);
      expect(told).toHaveLength(what.startsWith('that') ? 1 : 0);
    },
  );

  it('leaves no file of a contact that was erased', async () => {
    const { owners } = await killedCall();
    const { told, recover } = site(Object.values(owners), { isErased: true });
    expect(await recover()).toBeUndefined();
    expect(of(told[0], 'segment-closed')).toHaveLength(2);
    expect(await filesInVault()).toEqual([]);
  });

  it.each(['finished', 'left'])('does not close a contact by its rows whose call was %s from the journal', async (what) => {
    const { owners, contactId, recordingId } = await killedCall();
    const { asked, recover, refuse } = site(Object.values(owners), { interrupted: contactId });
    if (what === 'left') refuse(recordingId);
    await recover();
    expect(asked).toEqual([contactId]);
    const interrupted = newTimeOrderedId();
    const other = site(Object.values(owners), { interrupted });
    await other.recover();
    expect(other.asked).toContain(interrupted);
  });

  it('counts the outcome of a call of which only rows are known, once', async () => {
    const said = { id: 'consent', state: 'refused', evidenceKind: 'api', at: startedAt };
    const inBooks = { openedAt: startedAt, recordings: [], consents: [said], events: [], parties: [] };
    const { outcomes, recover } = site([], { interrupted: newTimeOrderedId(), inBooks });
    const remains = { journalFiles: [], lastWrittenMs: undefined, interrupted: new Set<string>(), openSegments: [] };
    for (let run = 0; run < 2; run += 1) await recover(remains);
    expect(outcomes.counters).toMatchObject({ 'outcome.refused': 1, 'outcome.failed': 0 });
  });

  it('gives exactly what stands before a cut at each border of records, twice the same', async () => {
    const { owners } = await killedCall();
    const [path] = await listJournalFiles(place.journalFolder);
    const whole = await readFile(path!);
    const { records } = decodeJournal(whole.subarray(journalMagic.length));
    expect(records.length).toBeGreaterThan(8);
    for (const { at } of [...records, { at: whole.length - journalMagic.length }]) {
      await writeFile(path!, whole);
      await truncate(path!, journalMagic.length + at);
      const before = records.filter((placed) => placed.at < at).map(({ record }) => record);
      const { told, recover, away } = site(Object.values(owners), { interrupted: newTimeOrderedId() });
      away(true);
      await recover().catch(() => undefined);
      await recover().catch(() => undefined);
      expect(told[1]).toEqual(told[0]);
      const facts = new Set(before.flatMap((record) => (record.kind === 'fact' ? [record.number] : []))).size;
      expect(
        told[0]?.filter(({ kind }) => !['segment-closed', 'segment-dropped', 'gap', 'event', 'end'].includes(kind)) ?? [],
      ).toHaveLength(facts);
      const segments = of(told[0], 'segment').length;
      const octets = before.reduce((sum, record) => (record.kind === 'frame' ? sum + record.octets : sum), 0);
      const kept = of(told[0], 'segment-closed').reduce((sum, fact) => sum + ('octets' in fact ? fact.octets : 0), 0);
      expect(kept).toBe(segments === 2 ? octets : 0);
      for (const fileId of await filesInVault()) await vault.remove(fileId);
    }
  });
});
