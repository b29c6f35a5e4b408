import { randomUUID } from 'node:crypto';
import { diagnostics } from '@voxkeep/platform';
import type { ContactDetail } from '@voxkeep/operative';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { RecorderSite } from './recorder-site.fixture.js';
import { ScriptedClient } from './scripted-client.fixture.js';

describe('a key in a call whose customer is asked while it goes on', () => {
  let site: RecorderSite;
  let client: ScriptedClient;
  let sessionId: string;

  beforeEach(async () => {
    keptLog();
    site = await RecorderSite.make();
    await site.configure({ trunk: { askedBeforeSeconds: null } });
    await site.startRecorder();
    sessionId = randomUUID();
    client = new ScriptedClient(site.recorder.port!, sessionId);
  });
  afterEach(async () => {
    client.close();
    await site.close();
    diagnostics.replace(undefined);
  });

  const ask = async (): Promise<void> => {
    const { id } = await until('the call is in the books', () => site.contactOf(sessionId));
    const asked = { kind: 'consent-asked', evidenceKind: 'ivr', wordingVersion: 'en-3' } as const;
    await site.commands.askAndWait({ contactId: id, ...asked }, 'user-1', 20_000);
  };
  const segmentsOf = ({ recordings }: ContactDetail) => recordings.flatMap(({ segments }) => segments);
  const untilSegments = (count: number) =>
    until(`${count} segments are begun`, async () => {
      const contact = await site.contactOf(sessionId);
      return contact !== undefined && segmentsOf(contact).length >= count;
    });
  const told = ({ consents, outcomes }: ContactDetail) => [
    consents.map(({ state }) => state),
    outcomes.map(({ outcome, cause }) => [outcome, cause]),
  ];
  const nothing = [['asked'], [['unanswered', null]]] as const;
  const kept = [['asked', 'given'], [['kept', null]]] as const;

  it.each([
    ['is no answer', false, nothing],
    ['answers when it is pressed again', true, kept],
  ] as const)('that was down when the question was put %s', async (_what, isPressedAgain, outcome) => {
    await client.invite();
    await client.speak(10);
    client.press('customer', '1');
    await client.speak(2);
    await client.heard();
    await ask();
    await client.speak(10);
    await client.heard();
    if (isPressedAgain) {
      client.press('customer', '1');
      await client.speakUntil(untilSegments(2));
    }
    await client.bye();
    expect(told(await site.closedContact(sessionId))).toEqual(outcome);
  });

  it('that was down when the question was put refuses all the same', async () => {
    await client.invite();
    await client.speak(10);
    client.press('customer', '2');
    await client.speak(2);
    await client.heard();
    await ask();
    await client.speak(10);
    await client.heard();
    await client.bye();
    expect(told(await site.closedContact(sessionId))).toEqual([['asked', 'refused'], [['refused', null]]]);
  });

  it('that was pressed before the question and waits behind a lost packet is no answer', async () => {
    await client.invite();
    await client.speak(10);
    client.lose('customer');
    client.press('customer', '1');
    await client.speak(6);
    await client.heard();
    await ask();
    await client.speak(30);
    await client.heard();
    await client.bye();
    expect(told(await site.closedContact(sessionId))).toEqual(nothing);
  });
});
