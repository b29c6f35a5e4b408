import { generate } from 'otplib';
import type { ApiClient } from './api-client.js';

/** Someone who can sign in, with everything that is needed for it again. */
export interface Person {
  readonly login: string;
  readonly password: string;
  /** Secret of the second factor. */
  readonly secret: string;
  /** A client with a full session. */
  readonly client: ApiClient;
}

const stepSeconds = 30;

/** The code of the present time step, or of one `ahead` that is taken for clocks that differ; each is good once. */
export function codeOf(secret: string, ahead = 0): Promise<string> {
  return generate({ secret, epoch: Math.floor(Date.now() / 1000) + ahead * stepSeconds });
}

/** Goes the whole way in for the first time: one-time password, own password, second factor. */
export async function firstSignIn(client: ApiClient, login: string, oneTimePassword: string): Promise<Person> {
  const password = `quiet harbour lantern ${login}`;
  await client.demand('POST', 'configurator/sign-in', { login, password: oneTimePassword });
  await client.demand('POST', 'configurator/sign-in/password', { newPassword: password });
  const { secret } = await client.demand<{ secret: string }>('POST', 'configurator/sign-in/enrolment', {});
  await client.demand('POST', 'configurator/sign-in/second-factor', { code: await codeOf(secret) });
  return { login, password, secret, client };
}

/** Signs in a second time with the code of the next time step; the one before was used by the first sign-in. */
export async function signInAgain(client: ApiClient, { login, password, secret }: Person): Promise<void> {
  await client.demand('POST', 'configurator/sign-in', { login, password });
  await client.demand('POST', 'configurator/sign-in/second-factor', { code: await codeOf(secret, 1) });
}
