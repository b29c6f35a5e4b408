import { Inject, Injectable } from '@nestjs/common';
import { Credentials, Sessions, SignInAttempts, type OpenedSession, type SessionTimes } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Database, databaseToken, settings } from '@voxkeep/platform';

export type FirstStep =
  | { readonly opened: OpenedSession; readonly stage: http.SessionStage }
  | { readonly refused: 'wrong' }
  | { readonly refused: 'too-many'; readonly waitSeconds: number };

/** The first step of a sign-in: login and password, behind the limiter. */
@Injectable()
export class WayIn {
  constructor(
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(SignInAttempts) private readonly attempts: SignInAttempts,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  /** Opens a session at the stage that comes next. A wrong login and a wrong password answer alike and take as long. */
  async begin(login: string, password: string, address: string): Promise<FirstStep> {
    const admission = await this.attempts.begin({ login, address });
    if (!admission.admitted) return { refused: 'too-many', waitSeconds: admission.waitSeconds };
    const account = await this.credentials.verify(login, password);
    if (!account) {
      await this.configuration.transaction((t) => t.audit({ action: 'sign-in.refuse', actor: 'system:configurator' }));
      return { refused: 'wrong' };
    }
    await this.attempts.succeeded({ login, address });
    const stage = account.mustChangePassword ? 'password' : stageOfFactor(account.secondFactor);
    return { opened: await this.sessions.open(account.userId, stage, sessionTimesOfSite()), stage };
  }
}

/** What follows the password: showing the second factor, or setting one up. */
export function stageOfFactor(hasFactor: boolean): http.SessionStage {
  return hasFactor ? 'verify' : 'enrol';
}

function sessionTimesOfSite(): SessionTimes {
  const { idleMinutes, absoluteHours } = settings().session;
  return { idleSeconds: idleMinutes * 60, absoluteSeconds: absoluteHours * 3600 };
}
