import { Controller, Get, HttpCode, Inject, Put } from '@nestjs/common';
import { AccessViews, Accounts } from '@voxkeep/configuration';
import { wayOf } from '@voxkeep/access';
import { http, languages, type Language } from '@voxkeep/contracts';
import { Answers, By, HttpProblem, SignedIn, SignedInStage, ZodBody } from '@voxkeep/platform';
import { AccountNames } from '../accounts/account-names.js';
import { everyStage } from './audience.js';

/** Whose session this is and what it opens. */
@Controller('session')
export class SessionController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(AccountNames) private readonly names: AccountNames,
    @Inject(AccessViews) private readonly access: AccessViews,
  ) {}

  @Get()
  @SignedInStage(...everyStage)
  @Answers(http.sessionAnswer)
  async session(@By() by: SignedIn): Promise<http.SessionAnswer> {
    const account = await this.accounts.find(by.userId);
    if (!account) throw new HttpProblem(401, 'session.missing');
    if (by.stage !== 'full')
      return {
        stage: by.stage,
        user: { id: account.id, login: account.login, displayName: account.login },
        language: knownLanguage(account.language),
        rights: [],
      };
    const names = await this.names.open(by, { code: 'self' }, [account]);
    const rights = (await this.access.rightsOf(by.userId)).filter((right) => right.mayUse);
    return {
      stage: by.stage,
      user: { id: account.id, login: account.login, displayName: names.get(account.id) ?? account.login },
      language: knownLanguage(account.language),
      rights: rights.map((right) => ({
        objectType: right.objectType,
        objectId: right.objectId,
        accessType: right.accessType,
        mayGrant: right.mayGrant,
        through: wayOf(right.through),
      })),
    };
  }

  @Put('language')
  @HttpCode(204)
  @SignedInStage('full')
  async language(@ZodBody(http.languageBody) { language }: { language: Language }, @By() by: SignedIn): Promise<void> {
    await this.accounts.setLanguage(by.userId, language, by.userId);
  }
}

function knownLanguage(code: string | null): Language | null {
  return languages.find((language) => language === code) ?? null;
}
