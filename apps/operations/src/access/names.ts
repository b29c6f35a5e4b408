import { Inject, Injectable } from '@nestjs/common';
import { AccessViews, TelephonyViews } from '@voxkeep/configuration';

/** What pages say of queues and agents: names of queues, sign-in names, in one statement each, and whether a queue records. */
@Injectable()
export class Names {
  constructor(
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(TelephonyViews) private readonly telephony: TelephonyViews,
  ) {}

  /** Queue names by id; a queue that was removed is absent. */
  async ofQueues(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.telephony.queues()).map(({ queueId, queueName }) => [queueId, queueName]));
  }

  /** Whether calls of a queue are not recorded at all: by its policy, for want of one, or because recordings are not collected there. */
  async recordsNothing(queueId: string): Promise<boolean> {
    const [rules, collecting] = await Promise.all([this.telephony.rulesOf(queueId), this.telephony.collecting()]);
    if (rules === undefined) return false;
    return (rules.recording?.mode ?? 'off') === 'off' || !collecting.collects('recordings', { channel: 'voice', queueId });
  }

  /** Sign-in names by user id. */
  ofUsers(userIds: readonly (string | null | undefined)[]): Promise<ReadonlyMap<string, string>> {
    return this.access.loginsOf([...new Set(userIds.filter((id) => id !== null && id !== undefined))]);
  }
}
