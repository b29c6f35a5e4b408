import { declaredAct } from '@voxkeep/contracts';

/** Sentences for acts by what they were done to and the act itself: `recording` → `listen`. */
export type Acts = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** The sentence for an action such as `recording.listen`; an action that no sentence is known for reads as its code. */
export function sentenceFor(acts: Acts, action: string): string {
  const code = declaredAct(action);
  const split = code.indexOf('.');
  return acts[code.slice(0, split)]?.[code.slice(split + 1)] ?? action;
}

/** A user's id as people can tell it apart from others: its first eight characters. */
export function shortReference(id: string): string {
  return id.slice(0, 8);
}

/** `system:recorder` is a program; anything else is an account. */
export function programOf(actor: string): string | undefined {
  return actor.startsWith('system:') ? actor.slice('system:'.length) : undefined;
}
