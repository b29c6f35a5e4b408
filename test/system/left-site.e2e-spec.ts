import { join, resolve } from 'node:path';
import type { http } from '@voxkeep/contracts';
import { findCall } from '../bench/load/heard-audio.js';
import { TestAppliance } from '../support/appliance.js';
import { call, closedContact, contactOf, heard } from '../support/calls.js';
import { describeInFull } from '../support/full-run.js';
import { LeftSiteCopy, leftSitesIn } from '../support/left-site.js';
import { codeOf, type Person } from '../support/sign-in.js';
import { until } from '../support/until.js';
import { filesBelow } from '../support/vault.js';
import { runVoxkeep } from '../support/voxkeep.js';
import { readStereo } from '../support/wav.js';

const fixtures = resolve(__dirname, '../fixtures');
const purpose = { code: 'data-subject-request' };
const slotMs = 20;
/** Slots of the key; audio counts from the one after it on. */
const keySlots = 5;
type Role = 'admin' | 'supervisor' | 'dpo' | 'deputy';

/** `npm test` restores a set of today; that those of earlier releases open, play, erase and restore only the full run shows. */
describeInFull.each(leftSitesIn(fixtures))('a site that an earlier release has left (%s)', (name) => {
  let left: LeftSiteCopy;
  let appliance: TestAppliance;
  const people = {} as Record<Role, Person>;

  beforeAll(async () => {
    left = new LeftSiteCopy(join(fixtures, name));
    const { status, stderr } = left.restore();
    if (status !== 0) throw new Error(`The set was not restored: ${stderr}`);
    await left.putBackWhatWasLeft();
    appliance = await TestAppliance.start({ data: left.data });
    for (const role of ['admin', 'supervisor', 'dpo', 'deputy'] as const) people[role] = await signedIn(role);
  });
  afterAll(async () => {
    for (const { client } of Object.values(people)) client.close();
    await appliance.stop();
    left.remove();
  });

  const signedIn = async (role: Role): Promise<Person> => {
    const known = left.site.people[role];
    const client = appliance.newClient();
    await client.demand('POST', 'configurator/sign-in', { login: known.login, password: known.password });
    await client.demand('POST', 'configurator/sign-in/second-factor', { code: await codeOf(known.secret) });
    return { ...known, client };
  };
  const sessionOf = (index: number): string => `${left.site.run}-${index}`;
  const firstGranted = (): number => left.site.keyAfterMs / slotMs + keySlots;
  const closed = async (index: number): Promise<http.ContactDetail> =>
    closedContact(people, await contactOf(appliance, sessionOf(index)));
  const find = async (phone: string): Promise<readonly http.FoundPerson[]> =>
    (await people.dpo.client.demand<{ found: http.FoundPerson[] }>('POST', 'data-protection/find', { phone, purpose })).found;
  /** Which of the first `slots` slots of both channels stand in the recording of a contact, and where the granted part ends. */
  const slotsHeard = async (index: number, { recordings }: http.ContactDetail, slots: number) => {
    expect(recordings).toHaveLength(1);
    const stereo = readStereo((await heard(people, recordings[0]!.id)).wav);
    return findCall(stereo, slots, { seed: left.site.seed, call: index }).map(({ times }) => [...times].map((n) => n > 0));
  };

  it('plays a kept call octet for octet, from the grant to its end', async () => {
    const { index, talkMs } = left.site.calls.kept;
    const contact = await closed(index);
    const slots = talkMs / slotMs;
    for (const there of await slotsHeard(index, contact, slots))
      expect(there.slice(firstGranted())).toEqual(Array.from({ length: slots - firstGranted() }, () => true));
    expect(contact.outcome).toMatch(/^kept/);
  });

  it('has nothing to play of a call that was withdrawn', async () => {
    const contact = await closed(left.site.calls.withdrawn.index);
    expect([
      contact.outcome,
      contact.recordings.flatMap(({ segments }) => segments.filter(({ state }) => state !== 'removed')),
    ]).toEqual(['withdrawn', []]);
  });

  it('recovers the call that was cut off from the journal that was left, without a hole up to its last frame', async () => {
    const { index } = left.site.calls.cutOff;
    const contact = await closed(index);
    expect(contact.outcome).toMatch(/^kept/);
    expect(contact.recordings[0]!.segments.map(({ state }) => state)).toEqual(['recovered', 'recovered']);
    for (const there of await slotsHeard(index, contact, 500)) {
      const granted = there.slice(firstGranted());
      const kept = granted.lastIndexOf(true) + 1;
      expect(granted.slice(0, kept)).toEqual(Array.from({ length: kept }, () => true));
      expect(kept * slotMs).toBeGreaterThanOrEqual(leastRecoveredMs);
    }
  });

  it('leaves no journal behind once everything is recovered', async () => {
    await until('the journal is gone', () => filesBelow(join(left.data, 'journal')).length === 0);
  });

  it('takes a new call', async () => {
    const digits = [{ key: '1', on: 'customer', afterMs: 400 } as const];
    await call(appliance, { customer: 'tel:+442079460999', sessionId: 'after-all', seed: 5, durationMs: 2000, digits });
    expect((await closedContact(people, await contactOf(appliance, 'after-all'))).outcome).toMatch(/^kept/);
  });

  it('finds a person of then, and erases it with its recording', async () => {
    const { number, name: fullName } = left.site.calls.kept;
    const person = await until('the person is found', async () => (await find(number)).find((one) => one.fullName === fullName));
    const before = filesBelow(appliance.vault).length;
    const { personId, contactPointIds } = person;
    const opened = {
      kind: 'erasure',
      subject: { personId, contactPointIds },
      verification: { level: 2, method: 'document-seen' },
    };
    const { dpo, deputy } = people;
    const { id } = await dpo.client.demand<{ id: string }>('POST', 'data-protection/cases', opened);
    const path = `data-protection/cases/${id}`;
    const { planHash } = await dpo.client.demand<http.ErasurePreview>('GET', `${path}/erasure`);
    await deputy.client.demand('POST', `${path}/approval`, { planHash });
    await dpo.client.demand('POST', `${path}/erasure`, { planHash, confirm: 'ERASE' });
    const state = await until('the erasure has ended', async () => {
      const detail = await dpo.client.demand<http.CaseDetail>('GET', path);
      return ['backup-pending', 'failed'].includes(detail.state) ? detail.state : undefined;
    });
    expect(state).toBe('backup-pending');
    expect(await find(number)).toEqual([]);
    expect(before - filesBelow(appliance.vault).length).toBe(2);
  });

  it('still plays the others, and has an audit log that is intact', async () => {
    const { index } = left.site.calls.cutOff;
    const [customer] = await slotsHeard(index, await closed(index), 500);
    expect(customer!.includes(true)).toBe(true);
    const { status, stdout } = runVoxkeep('audit', 'verify', '--data', left.data);
    expect([status, stdout]).toEqual([0, expect.stringContaining('intact')]);
  });
});

/** What journal and vault hold of each channel: 134 packets of the one and 136 of the other, of which two may have come before the key's end. */
const leastRecoveredMs = 132 * slotMs;
