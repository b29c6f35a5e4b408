const hour = 3_600_000;
/** A contact that ended less than this ago may still be waiting for its outcome. */
const shortestStayMs = 60_000;

/** Contacts that closed before this moment move to history. */
export function archivedBefore(now: Date, afterHours: number): Date {
  return new Date(now.getTime() - Math.max(afterHours * hour, shortestStayMs));
}
