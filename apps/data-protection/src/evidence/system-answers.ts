import type { Provider } from '@nestjs/common';
import { AccessViews, SystemTasks, type SystemTaskView } from '@voxkeep/configuration';
import { OTHER_SYSTEM_ANSWERS, type OtherSystemAnswer, type OtherSystemAnswers } from '../report/ports.js';

/** What report and certificate say of other systems: answered by whom and when, or outstanding. */
export class RegisteredAnswers implements OtherSystemAnswers {
  constructor(
    private readonly tasks: SystemTasks,
    private readonly access: AccessViews,
  ) {}

  async of(caseId: string): Promise<readonly OtherSystemAnswer[]> {
    const tasks = await this.tasks.of(caseId);
    const logins = await this.access.loginsOf(tasks.flatMap(({ ownerUserId }) => ownerUserId ?? []));
    return tasks.map((task) => ({
      name: task.name,
      state: task.outcome === null ? 'outstanding' : 'answered',
      by: ownerOf(task, logins),
      at: task.answeredAt?.toISOString() ?? null,
      askedAt: task.askedAt.toISOString(),
      outcome: task.outcome,
    }));
  }
}

/** The office that answers for a system, or the login of the account that does. */
function ownerOf({ ownerOffice, ownerUserId }: SystemTaskView, logins: ReadonlyMap<string, string>): string | null {
  return ownerOffice ?? (ownerUserId === null ? null : (logins.get(ownerUserId) ?? null));
}

export const systemAnswers: Provider = {
  provide: OTHER_SYSTEM_ANSWERS,
  inject: [SystemTasks, AccessViews],
  useFactory: (tasks: SystemTasks, access: AccessViews) => new RegisteredAnswers(tasks, access),
};
