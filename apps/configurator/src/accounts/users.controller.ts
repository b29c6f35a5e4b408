import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { Accounts, Sessions } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, conflict, notFound } from '@voxkeep/platform';
import { z } from 'zod';
import { AccountNames } from './account-names.js';
import { NewAccounts, type NewUser } from './new-account.js';

type UserRow = z.infer<typeof http.userRow>;
type IdPath = z.infer<typeof http.idPath>;

/** Who may sign in. */
@Controller('users')
export class UsersController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(AccountNames) private readonly names: AccountNames,
    @Inject(NewAccounts) private readonly newAccounts: NewAccounts,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  @Get()
  @Allows('user', 'view')
  @Answers(z.array(http.userRow))
  async list(@By() by: SignedIn): Promise<readonly UserRow[]> {
    const accounts = await this.accounts.list();
    const { names, faults } = await this.names.read(by, { code: 'administration' }, accounts);
    const unreadable = (row: string) => faults.filter((fault) => fault.row === row).map((fault) => ({ ...fault }));
    return accounts.map(({ id, login, state, roles }) => ({
      id,
      login,
      displayName: names.get(id) ?? login,
      state,
      roles: [...roles],
      ...(unreadable(id).length > 0 && { unreadable: unreadable(id) }),
    }));
  }

  @Post()
  @Allows('user', 'create')
  @Answers(http.newUserAnswer)
  async create(@ZodBody(http.newUserBody) body: NewUser, @By() by: SignedIn): Promise<z.infer<typeof http.newUserAnswer>> {
    const { outcome, oneTimePassword } = await this.newAccounts.create(body, by.userId);
    if ('refused' in outcome) throw conflict(`user.${outcome.refused}`);
    return { id: outcome.created, oneTimePassword };
  }

  @Delete(':id')
  @HttpCode(204)
  @Allows('user', 'delete', 'id')
  async remove(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    const outcome = await this.accounts.remove(id, by.userId);
    if ('refused' in outcome) throw conflict(`user.${outcome.refused}`);
    if (!outcome.changed) throw notFound();
  }

  @Post(':id/end-sessions')
  @HttpCode(200)
  @Allows('user', 'modify', 'id')
  async endSessions(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<object> {
    return { ended: await this.sessions.endAllOf(id, by.userId) };
  }
}
