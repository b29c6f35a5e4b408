import type { http } from '@voxkeep/contracts';
import type { TestAppliance } from '../support/appliance.js';
import { call, closedContact, contactOf, detailOf } from '../support/calls.js';
import { asSuperuser } from '../support/databases.js';
import { startFurnished } from '../support/furnished-site.js';
import { untilRecorderKnows, type Site } from '../support/site.js';
import { until } from '../support/until.js';
import { octetsBelow } from '../support/vault.js';

const caller = '+3725550100';

describe('a caller whose consent for all calls stands in the ledger', () => {
  let appliance: TestAppliance;
  let site: Site;

  beforeAll(async () => {
    ({ appliance, site } = await startFurnished());
  });
  afterAll(async () => {
    site.close();
    await appliance.end();
  });

  const accept = (acceptStanding: boolean) =>
    site.admin.client.demand('PUT', `configurator/consent-policies/${site.consentPolicyId}`, {
      ...{ name: 'Ask for a key', wordingVersion: 'en-1', windowSeconds: 8, withdrawalSequence: '*9', acceptStanding },
    });
  const ledger = (body: object = {}) =>
    site.dpo.client.demand<{ items: http.ConsentRow[] }>('POST', 'operations/consents/search', {
      ...{ statedPurpose: { code: 'data-subject-request' }, phone: caller, ...body },
    });
  const give = () =>
    site.dpo.client.demand<http.ConsentEffect>('POST', 'operations/consents/entries', {
      ...{ phone: caller, purpose: 'quality-check', state: 'given', evidence: 'paper', wordingVersion: 'en-1' },
    });
  /** A call that goes on until it is hung up. */
  const begin = async (sessionId: string) => {
    const bye = new AbortController();
    let answered: () => void = () => undefined;
    const isAnswered = new Promise<void>((resolve) => (answered = resolve));
    const talk = { customer: `tel:${caller}`, sessionId, seed: 11, durationMs: 600_000 };
    const over = call(appliance, { ...talk, signal: bye.signal, onAnswered: answered });
    await isAnswered;
    const hangUp = () => {
      bye.abort();
      return over;
    };
    return { contactId: await contactOf(appliance, sessionId), hangUp };
  };
  /** A call that is hung up when its recorder has weighed what stands in the ledger; answers its contact. */
  const over = async (sessionId: string): Promise<string> => {
    const { contactId, hangUp } = await begin(sessionId);
    await until('the recorder has been told what stands', () => isToldOfStanding(contactId));
    await hangUp();
    return contactId;
  };
  const isToldOfStanding = (contactId: string): Promise<boolean> =>
    asSuperuser(appliance, 'operative', async (client) => {
      const answered = `select 1 from recorder_command where contact_id = $1 and kind = 'standing' and acknowledged_at is not null`;
      return (await client.query(answered, [contactId])).rowCount !== 0;
    });

  it('is not recorded without a key where the policy does not take it', async () => {
    const { id } = await give();
    expect((await ledger()).items).toMatchObject([{ id, state: 'given', scope: 'standing' }]);
    expect((await closedContact(site, await over('without-key'))).outcomes).toMatchObject([{ outcome: 'unanswered' }]);
    expect(octetsBelow(appliance.vault)).toBe(0);
  });

  it('is recorded without a key after the notice, and no more once the ledger has taken a withdrawal', async () => {
    await accept(true);
    await untilRecorderKnows(appliance, site);
    const live = await begin('standing');
    await until('the vault holds audio', () => octetsBelow(appliance.vault) > 0);
    const consents = await until('the books say why', async () => {
      const told = (await detailOf(site, live.contactId)).consents;
      return told.length > 0 ? told : undefined;
    });
    expect(consents.map(({ state, evidence }) => [state, evidence])).toEqual([['asked', 'announced']]);

    const [standing] = (await ledger({ state: 'given' })).items;
    const effect = await site.dpo.client.demand<http.ConsentEffect>(
      'POST',
      `operations/consents/${standing?.id ?? ''}/withdrawal`,
      { evidence: 'agent' },
    );
    // Whether the recorder answered in time is a question of the machine; that it obeys is seen below.
    expect(effect.liveCalls).toBe(1);
    await until('the vault is empty again', () => octetsBelow(appliance.vault) === 0);
    const { streams } = await live.hangUp();
    const closed = await closedContact(site, live.contactId);
    // What was said after the answer lay nowhere: the call went on, and nothing came to what was taken away.
    expect(octetsBelow(appliance.vault)).toBe(0);
    expect(streams.map(({ packets }) => packets.length > 0)).toEqual([true, true]);
    expect(closed.outcomes).toMatchObject([{ outcome: 'withdrawn' }]);
    expect(closed.consents.at(-1)).toMatchObject({ state: 'withdrawn', evidence: 'agent' });
    expect((await ledger()).items).toContainEqual(expect.objectContaining({ scope: 'standing', state: 'withdrawn' }));
  });

  it('is asked again in the next call', async () => {
    const closed = await closedContact(site, await over('asked-again'));
    expect([closed.recordings, closed.outcomes.map(({ outcome }) => outcome)]).toEqual([[], ['refused']]);
  });
});
