/** The operating system's code of a failure (`EIO`, `ENOSPC` …), or `unknown`. Paths and texts of the failure are left behind. */
export function systemCode(failure: unknown): string {
  const named = typeof failure === 'object' && failure !== null && 'code' in failure;
  return named && typeof failure.code === 'string' ? failure.code : 'unknown';
}
