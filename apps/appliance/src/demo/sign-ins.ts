/** A line of the table: who can sign in now for the first time. */
export interface SignIn {
  readonly login: string;
  readonly about: string;
  readonly oneTimePassword: string;
}

/** The table of one-time passwords, a line each; empty without sign-ins. */
export function signInTable(signIns: readonly SignIn[]): readonly string[] {
  if (signIns.length === 0) return [];
  const loginWidth = Math.max(...signIns.map(({ login }) => login.length));
  const aboutWidth = Math.max(...signIns.map(({ about }) => about.length));
  return [
    'Sign in once as (shown only now; each password must be changed, and a second factor set up):',
    ...signIns.map(
      ({ login, about, oneTimePassword }) => `  ${login.padEnd(loginWidth)}  ${about.padEnd(aboutWidth)}  ${oneTimePassword}`,
    ),
  ];
}
