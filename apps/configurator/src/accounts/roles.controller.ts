import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { Rights, Roles } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, conflict } from '@voxkeep/platform';
import { z } from 'zod';

type Membership = z.infer<typeof http.membershipBody>;

/** Roles, who has them, and single grants. Nobody passes on what they do not hold with the right to grant it. */
@Controller()
export class RolesController {
  constructor(
    @Inject(Roles) private readonly roles: Roles,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  @Get('roles')
  @Allows('role', 'view')
  @Answers(z.array(http.roleRow))
  async list(): Promise<readonly z.infer<typeof http.roleRow>[]> {
    return (await this.roles.list()).map(({ id, code, seeded, members }) => ({ id, code, seeded, members }));
  }

  @Post('role-members')
  @HttpCode(200)
  @Allows('user', 'manage-rights')
  async addMember(@ZodBody(http.membershipBody) body: Membership, @By() by: SignedIn): Promise<object> {
    const outcome = await this.roles.addMember(body.roleCode, { kind: 'user', id: body.userId }, by.userId);
    if ('refused' in outcome) throw conflict(`role.${outcome.refused}`);
    return outcome;
  }

  @Delete('role-members')
  @HttpCode(200)
  @Allows('user', 'manage-rights')
  async removeMember(@ZodBody(http.membershipBody) body: Membership, @By() by: SignedIn): Promise<object> {
    const outcome = await this.roles.removeMember(body.roleCode, { kind: 'user', id: body.userId }, by.userId);
    if ('refused' in outcome) throw conflict(`role.${outcome.refused}`);
    return outcome;
  }

  @Post('grants')
  @Allows('user', 'manage-rights')
  @Answers(http.created)
  async grant(@ZodBody(http.grantBody) body: z.infer<typeof http.grantBody>, @By() by: SignedIn): Promise<{ id: string }> {
    const outcome = await this.rights.grant(body, by.userId);
    if ('refused' in outcome) throw conflict(`right.${outcome.refused}`);
    return { id: outcome.granted };
  }

  @Delete('grants/:id')
  @HttpCode(204)
  @Allows('user', 'manage-rights')
  async revoke(@ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>, @By() by: SignedIn): Promise<void> {
    const outcome = await this.rights.revoke(id, by.userId);
    if ('refused' in outcome) throw conflict(`right.${outcome.refused}`);
  }
}
