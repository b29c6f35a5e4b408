import { Inject, Injectable } from '@nestjs/common';
import { AccessViews } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { LiveContacts, RecorderStandings } from '@voxkeep/monitoring';
import { Names } from '../access/names.js';
import { alarmView } from '../contacts/contact-view.js';
import { RecorderAnswers } from './recorder-answers.js';

type Queues = readonly string[] | 'all';

/** What a supervisor sees at this moment, within the queues that they may monitor. */
@Injectable()
export class LiveView {
  constructor(
    @Inject(LiveContacts) private readonly live: LiveContacts,
    @Inject(RecorderStandings) private readonly standings: RecorderStandings,
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(Names) private readonly names: Names,
    @Inject(RecorderAnswers) private readonly recorder: RecorderAnswers,
  ) {}

  /** The queues whose live contacts this session may see now; undefined when it has ended or the right is gone. */
  async queuesOf(userId: string, sessionId: string): Promise<Queues | undefined> {
    const [lives, queues] = await Promise.all([this.access.isLiving(sessionId), this.access.reach(userId, 'queue', 'monitor')]);
    return lives && queues.length > 0 ? queues : undefined;
  }

  /** Everything that goes on in these queues; what only a recorder that is silent could tell is told as not known. */
  async snapshot(queueIds: Queues): Promise<http.LiveSnapshot> {
    const { contacts, alarms, queues } = await this.live.snapshot({ queueIds, ownUserId: null });
    const [refusing, queueNames, logins] = await Promise.all([
      this.standings.refusing(),
      this.names.ofQueues(),
      this.names.ofUsers(contacts.map(({ agentUserId }) => agentUserId)),
    ]);
    const { silentSince } = this.recorder;
    const nameOf = (queueId: string | null) => (queueId === null ? null : (queueNames.get(queueId) ?? null));
    return {
      at: new Date().toISOString(),
      silentSince: silentSince?.toISOString() ?? null,
      refusing: refusing.map(({ since, ...recorder }) => ({ ...recorder, since: since.toISOString() })),
      contacts: contacts.map(
        ({ contactId, openedAt, queueId, state, recordingState, isRecorded, consentState, agentUserId }) => ({
          contactId,
          openedAt: openedAt.toISOString(),
          queue: nameOf(queueId),
          state,
          recording: silentSince && state !== 'ended' ? 'not-known' : recordingState,
          recorded: silentSince ? null : isRecorded,
          consent: consentState,
          agent: agentUserId === null ? null : (logins.get(agentUserId) ?? null),
          alarms: alarms.filter((alarm) => alarm.contactId === contactId).map(alarmView),
        }),
      ),
      queues: queues.map(({ queueId, live, recorded }) => ({
        queueId,
        name: nameOf(queueId) ?? '',
        live,
        recorded: silentSince ? null : recorded,
      })),
    };
  }
}
