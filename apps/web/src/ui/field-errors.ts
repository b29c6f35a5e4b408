import type { z } from 'zod';
import { ApiProblem } from '../api/client.ts';

type Say = (problem: string) => string;
type Errors = Record<string, string>;

/**
 * What an answer says about single fields, by the path of the input. An element of a list (`phones.0`) is told at its own path and at
 * that of the list, because some inputs hold the whole list. Empty for every other answer.
 */
export function fieldErrors(error: unknown, say: Say): Errors {
  if (!(error instanceof ApiProblem)) return {};
  const taken = takenField(error);
  if (taken) return { [taken]: say('taken') };
  if (error.status !== 422) return {};
  return gathered(
    error.fields.map(({ path, problem }) => [path.replace(/^body\./, ''), problem] as const),
    say,
  );
}

/** Whether all that an answer says stands next to fields already. */
export function isToldAtFields(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  return takenField(error) !== undefined || (error.status === 422 && error.fields.length > 0);
}

/** Names and logins are unique; that one is taken comes as a conflict (`user.login-taken`, `campaign.name-taken`). */
function takenField({ status, code }: ApiProblem): string | undefined {
  return status === 409 ? /(login|name)[-.]taken$/.exec(code)?.[1] : undefined;
}

/** What the schema of the contract says about values before they are sent: the same rules as on the server. */
export function schemaErrors(schema: z.ZodType, values: unknown, say: Say): Errors {
  const read = schema.safeParse(values);
  if (read.success) return {};
  return gathered(
    read.error.issues.map((issue) => [issue.path.map(String).join('.'), ruleOf(issue)] as const),
    say,
  );
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' && issue.minimum === 1 && issue.origin !== 'number') return 'required';
  return issue.code === 'custom' ? issue.message : issue.code;
}

function gathered(told: readonly (readonly [path: string, problem: string])[], say: Say): Errors {
  const errors: Errors = {};
  for (const [path, problem] of told) {
    const [list] = path.split(/\.\d+/);
    errors[path] ??= say(problem);
    if (list) errors[list] ??= say(problem);
  }
  return errors;
}
