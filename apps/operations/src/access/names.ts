import { Inject, Injectable } from '@nestjs/common';
import { AccessViews, TelephonyViews } from '@voxkeep/configuration';

/** Names of queues and sign-in names of agents for a page, in one statement each. */
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

  /** Sign-in names by user id. */
  ofUsers(userIds: readonly (string | null | undefined)[]): Promise<ReadonlyMap<string, string>> {
    return this.access.loginsOf([...new Set(userIds.filter((id) => id !== null && id !== undefined))]);
  }
}
