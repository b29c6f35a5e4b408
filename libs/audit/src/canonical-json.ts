import { VoxkeepError } from '@voxkeep/contracts';

/**
 * JSON Canonicalization Scheme (RFC 8785): members sorted by UTF-16 code units, no white space, numbers as ECMAScript prints
 * them. Members that are undefined are left out. Throws `json.not-canonical` for anything that is not JSON: NaN, bigint, lone
 * surrogates, functions, objects with a prototype of their own. The published package is an ES module that Jest cannot load
 * from CommonJS, and it accepts `toJSON`, which we do not want under a signature.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string' && value.isWellFormed()) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isPlainObject(value)) throw new VoxkeepError('json.not-canonical', { type: typeof value });
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  return `{${names
    .sort()
    .map((name) => `${canonicalJson(name)}:${canonicalJson(value[name])}`)
    .join(',')}}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Compared by shape, not identity: objects of another realm (a test's sandbox, a worker) are plain too.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
