import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { AccessViews, Credentials, Sessions } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import {
  Answers,
  By,
  HttpProblem,
  Public,
  SignedIn,
  SignedInStage,
  ZodBody,
  clearSessionCookie,
  setSessionCookie,
  tooMany,
  unprocessable,
} from '@voxkeep/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { addressOf, everyStage } from './audience.js';
import { SecondFactorStep } from './second-factor-step.js';
import { WayIn, stageOfFactor } from './way-in.js';

type StageAnswer = z.infer<typeof http.stageAnswer>;

/** The way in, step by step; each step that succeeds goes on under a new token. */
@Controller()
export class SignInController {
  constructor(
    @Inject(WayIn) private readonly wayIn: WayIn,
    @Inject(SecondFactorStep) private readonly secondFactor: SecondFactorStep,
    @Inject(Credentials) private readonly credentials: Credentials,
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @Public('signing in is what makes a session')
  @Answers(http.stageAnswer)
  async signIn(
    @ZodBody(http.signInBody) body: z.infer<typeof http.signInBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StageAnswer> {
    const step = await this.wayIn.begin(body.login, body.password, addressOf(request));
    if ('refused' in step)
      throw step.refused === 'too-many' ? tooMany('sign-in.too-many', step.waitSeconds) : new HttpProblem(401, 'sign-in.refused');
    setSessionCookie(reply, step.opened.token);
    return { stage: step.stage };
  }

  @Post('sign-in/password')
  @HttpCode(200)
  @SignedInStage('password')
  @Answers(http.stageAnswer)
  async changePassword(
    @ZodBody(http.newPasswordBody) body: z.infer<typeof http.newPasswordBody>,
    @By() by: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StageAnswer> {
    // Every account shows a second factor before anything opens, so the shorter minimum of 06-access holds.
    const fault = await this.credentials.change(by.userId, body.newPassword, { secondFactor: true, sessionId: by.sessionId });
    if (fault) throw unprocessable([{ path: 'newPassword', problem: fault }], 'password.refused');
    return this.#advance(by, stageOfFactor(await this.secondFactor.isSetUp(by.userId)), reply);
  }

  @Post('sign-in/enrolment')
  @HttpCode(200)
  @SignedInStage('enrol')
  @Answers(http.enrolmentAnswer)
  enrol(@By() by: SignedIn): Promise<z.infer<typeof http.enrolmentAnswer>> {
    return this.secondFactor.enrol(by.userId);
  }

  @Post('sign-in/second-factor')
  @HttpCode(200)
  @SignedInStage('enrol', 'verify')
  @Answers(http.stageAnswer)
  async showSecondFactor(
    @ZodBody(http.codeBody) body: z.infer<typeof http.codeBody>,
    @By() by: SignedIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StageAnswer> {
    const outcome = await this.secondFactor.take(by, body.code, addressOf(request));
    if ('refused' in outcome)
      throw outcome.refused === 'too-many'
        ? tooMany('second-factor.too-many', outcome.waitSeconds)
        : new HttpProblem(401, 'second-factor.refused');
    const answer = await this.#advance(by, 'full', reply);
    return outcome.accepted.length > 0 ? { ...answer, recoveryCodes: [...outcome.accepted] } : answer;
  }

  @Post('sign-out')
  @HttpCode(200)
  @SignedInStage(...everyStage)
  async signOut(@By() by: SignedIn, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    await this.sessions.end(by.sessionId, by.userId);
    this.access.forget();
    clearSessionCookie(reply);
    return {};
  }

  async #advance(by: SignedIn, to: http.SessionStage, reply: FastifyReply): Promise<StageAnswer> {
    const opened = await this.sessions.advance(by.sessionId, by.stage, to);
    if (!opened) throw new HttpProblem(401, 'session.missing');
    this.access.forget();
    setSessionCookie(reply, opened.token);
    return { stage: to };
  }
}
