import type { http } from '@voxkeep/contracts';
import { TestAppliance } from '../support/appliance.js';
import { closedContact, contactOf, detailOf } from '../support/calls.js';
import { sendStreams } from '../support/rtp-sender.js';
import { SippCall, hasSipp } from '../support/sipp.js';
import { furnish, type Site } from '../support/site.js';
import { until } from '../support/until.js';
import { octetsBelow } from '../support/vault.js';

/** The caller of the scenario. */
const caller = '+3725550100';
const talkMs = 9000;

(hasSipp ? describe : describe.skip)('a caller whose consent for all calls stands in the ledger', () => {
  let appliance: TestAppliance;
  let site: Site;

  beforeAll(async () => {
    appliance = await TestAppliance.start();
    site = await furnish(appliance);
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
  const call = async (durationMs: number) => {
    const sipp = await SippCall.place({ scenario: 'basic', port: appliance.ports.sip, durationMs: durationMs + 700 });
    const sent = sendStreams(await sipp.answeredPorts(), { seed: 11, durationMs });
    return { sipp, sent, contactId: await contactOf(site, sipp.callId) };
  };

  it('is not recorded without a key where the policy does not take it', async () => {
    const { id } = await give();
    expect((await ledger()).items).toMatchObject([{ id, state: 'given', scope: 'standing' }]);
    const { sipp, sent, contactId } = await call(2500);
    await sent;
    await sipp.ended();
    sipp.forget();
    expect((await closedContact(site, contactId)).outcomes).toMatchObject([{ outcome: 'unanswered' }]);
    expect(octetsBelow(appliance.vault)).toBe(0);
  });

  it('is recorded from the start after the notice, and no more within a second of a withdrawal in the ledger', async () => {
    await accept(true);
    const { sipp, sent, contactId } = await call(talkMs);
    await until('the vault holds audio', () => octetsBelow(appliance.vault) > 0, 10);
    const live = await detailOf(site, contactId);
    const startedAfterMs = Date.parse(live.recordings[0]?.startedAt ?? '') - Date.parse(live.openedAt);
    expect(startedAfterMs).toBeLessThan(1500);
    expect(live.consents.map(({ state, evidence }) => [state, evidence])).toEqual([['asked', 'announced']]);

    const [standing] = (await ledger({ state: 'given' })).items;
    const withdrawnAt = performance.now();
    const effect = await site.dpo.client.demand<http.ConsentEffect>(
      'POST',
      `operations/consents/${standing?.id ?? ''}/withdrawal`,
      { evidence: 'agent' },
    );
    const stoppedAfterMs = performance.now() - withdrawnAt;
    expect(effect).toMatchObject({ liveCalls: 1, unanswered: 0 });
    expect(stoppedAfterMs).toBeLessThan(1000);
    await until('the vault is empty again', () => octetsBelow(appliance.vault) === 0, 10);
    const emptyAfterMs = performance.now() - withdrawnAt;
    await sent;
    expect(octetsBelow(appliance.vault)).toBe(0);
    await sipp.ended();
    sipp.forget();
    const closed = await closedContact(site, contactId);
    expect(closed.outcomes).toMatchObject([{ outcome: 'withdrawn' }]);
    expect(closed.consents.at(-1)).toMatchObject({ state: 'withdrawn', evidence: 'dpo' });
    expect((await ledger()).items).toContainEqual(expect.objectContaining({ scope: 'standing', state: 'withdrawn' }));
    process.stdout.write(
      `standing consent: recording began ${startedAfterMs.toFixed(0)} ms after the call; ` +
        `withdrawal applied in ${stoppedAfterMs.toFixed(0)} ms, vault empty after ${emptyAfterMs.toFixed(0)} ms\n`,
    );
  });

  it('is asked again in the next call', async () => {
    const { sipp, sent, contactId } = await call(2500);
    await sent;
    await sipp.ended();
    sipp.forget();
    const closed = await closedContact(site, contactId);
    expect([closed.recordings, closed.outcomes.map(({ outcome }) => outcome)]).toEqual([[], ['refused']]);
  });
});
