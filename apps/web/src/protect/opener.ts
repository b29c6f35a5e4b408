import type { http } from '@voxkeep/contracts';

/** Whether the signed-in person opened the case; the API names people by id, login or display name. The server decides again. */
export function isOpener(openedBy: string, user: http.SessionAnswer['user']): boolean {
  return [user.id, user.login, user.displayName].includes(openedBy);
}
