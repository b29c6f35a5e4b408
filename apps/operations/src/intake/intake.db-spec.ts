import { randomUUID } from 'node:crypto';
import { Queues, RecordingPolicies } from '@voxkeep/configuration';
import { Consents, ErasedContacts } from '@voxkeep/operative';
import { OperationsSite } from '../operations-site.fixture.js';
import { aStoredContact } from '../recorded-contact.fixture.js';

const program = 'system:test';

describe('what telephone systems tell', () => {
  let site: OperationsSite;
  let as: string;

  beforeAll(async () => {
    site = await OperationsSite.start();
    const system = await site.user();
    await site.grant(system.id, 'integration', 'use');
    as = system.as;
  });
  afterAll(() => site.stop());

  const sent = async (path: string, body: object) => {
    const answer = await site.request('POST', path, { as, body });
    return { status: answer.status, ...((await answer.json()) as { contactId: string; created?: boolean; code?: string }) };
  };
  const announce = (body: object = {}) => sent('contacts', { system: 'ucid', key: randomUUID(), ...body });

  describe('of the consent of a contact that no recorder holds', () => {
    const tell = async (contactId: string, state: string) => {
      const { status, code } = await sent('consents', { contact: { contactId }, state, evidence: 'ivr' });
      return [status, code];
    };
    const saidOf = async (contactId: string) => {
      const said = await new Consents(site.databases.operative.database).ofContact(contactId);
      return said.map(({ state, evidenceKind, purpose }) => [state, evidenceKind, purpose]);
    };
    const aQueueFor = async (purpose: 'training'): Promise<string> => {
      const { database } = site.databases.configuration;
      const rules = { mode: 'only-with-consent', purpose, onWithdrawal: 'destroy' } as const;
      const policy = await new RecordingPolicies(database).create(
        { name: randomUUID(), ...rules, tracks: ['customer', 'agent'] },
        program,
      );
      if (!('saved' in policy)) throw new Error(policy.refused);
      const queue = { name: randomUUID(), channel: 'voice', recordingPolicyId: policy.saved, consentPolicyId: null } as const;
      const made = await new Queues(database).create(queue, program);
      if (!('saved' in made)) throw new Error(made.refused);
      return made.saved;
    };

    it.each(['refused', 'withdrawn'])('is written down before it is answered where it is a no, and once: %s', async (state) => {
      const { contactId: waiting } = await announce();
      const { id: over } = await aStoredContact(site, {});
      for (const contactId of [waiting, over]) {
        for (let n = 0; n < 2; n += 1) expect(await tell(contactId, state)).toEqual([200, undefined]);
        expect(await saidOf(contactId)).toEqual([[state, 'ivr', 'quality-check']]);
      }
    });

    it('is written down for the purpose of the queue where it is a yes, and refused where that is not known', async () => {
      const { contactId: known } = await announce({ queueId: await aQueueFor('training') });
      const { contactId: unknown } = await announce();
      expect(await tell(known, 'given')).toEqual([200, undefined]);
      expect(await tell(unknown, 'given')).toEqual([409, 'consent.purpose-unknown-tell-in-call']);
      expect([await saidOf(known), await saidOf(unknown)]).toEqual([[['given', 'ivr', 'training']], []]);
    });

    it('is written down nowhere in an erased one', async () => {
      const { contactId } = await announce();
      await new ErasedContacts(site.databases.operative.database).record([contactId], randomUUID(), program);
      expect(await tell(contactId, 'refused')).toEqual([200, undefined]);
      expect(await saidOf(contactId)).toEqual([]);
    });
  });
});
