import { ApiProblem } from '../api/client.ts';

export type SignInRefusal = 'wrong' | 'tooMany' | 'unreachable';
const faults = ['too-short', 'too-long', 'is-login', 'common'] as const;
export type PasswordFault = (typeof faults)[number];

/** Why a sign-in was not accepted. Everything that the server will not tell apart reads as one: login or password is not right. */
export function signInRefusal(thrown: unknown): SignInRefusal {
  if (!(thrown instanceof ApiProblem)) return 'unreachable';
  if (thrown.status === 429 || thrown.status === 423) return 'tooMany';
  return thrown.status === 400 || thrown.status === 401 || thrown.status === 422 ? 'wrong' : 'unreachable';
}

/** Which rule a new password broke, if the server named one: in its code (`password.common`) or at the field. */
export function passwordFault(thrown: unknown): PasswordFault | undefined {
  if (!(thrown instanceof ApiProblem)) return undefined;
  const told = [thrown.code, ...thrown.fields.map(({ problem }) => problem)].map((code) => code.split('.').at(-1));
  return faults.find((fault) => told.includes(fault)) ?? (told.includes('too_small') ? 'too-short' : undefined);
}
