/** Reads SQLSTATE and constraint of what PostgreSQL refused, whether it came through `pg` or wrapped by TypeORM; never the text. */
export function sqlRefusal(
  thrown: unknown,
): { readonly state: string; readonly constraint?: string; readonly table?: string } | undefined {
  const error = driverError(thrown);
  if (typeof error?.['code'] !== 'string' || !/^[0-9A-Z]{5}$/.test(error['code'])) return undefined;
  return {
    state: error['code'],
    ...(typeof error['constraint'] === 'string' && { constraint: error['constraint'] }),
    ...(typeof error['table'] === 'string' && { table: error['table'] }),
  };
}

/** True when the statement was refused by this named constraint or unique index. */
export function violates(thrown: unknown, constraint: string): boolean {
  return sqlRefusal(thrown)?.constraint === constraint;
}

function driverError(thrown: unknown): Record<string, unknown> | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const wrapped = (thrown as { driverError?: unknown }).driverError;
  return (typeof wrapped === 'object' && wrapped !== null ? wrapped : thrown) as Record<string, unknown>;
}
