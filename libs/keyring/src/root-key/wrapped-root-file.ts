import { VoxkeepError } from '@voxkeep/contracts';
import { z } from 'zod';
import type { RootKey } from '../server/wrapping.js';
import { readKeyFile, replaceKeyFile } from './key-file.js';
import type { LockParameters, OpenLock } from './key-lock.js';
import type { SecretKind } from './root-key-provider.js';

const version = z.int().min(1).max(999_999_999);
const wrappedRoot = z.object({ version, wrapped: z.base64() });
const shape = z.object({
  form: z.literal('voxkeep-wrapped-root-1'),
  secret: z.enum(['passphrase', 'pin']),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  current: wrappedRoot,
  next: wrappedRoot.optional(),
});

type Wrapped = z.infer<typeof shape>;
export type WrappedRoot = z.infer<typeof wrappedRoot>;

/** Root keys as they lie in a file: wrapped, with what is needed to open them. */
export interface WrappedRoots {
  readonly parameters: LockParameters;
  readonly current: WrappedRoot;
  readonly next?: WrappedRoot | undefined;
}

/** A file of mode 0400 that holds the current root key and, during a rotation, the next, both wrapped by the same lock. */
export class WrappedRootFile {
  constructor(
    private readonly path: string,
    private readonly secret: SecretKind,
  ) {}

  /** Undefined without a file. Throws `root-key.readable-by-others`, `root-key.malformed`. */
  async read(): Promise<WrappedRoots | undefined> {
    const text = await readKeyFile(this.path);
    if (text === undefined) return undefined;
    const parsed = shape.safeParse(jsonOf(text));
    if (parsed.data?.secret !== this.secret) throw new VoxkeepError('root-key.malformed');
    return parsed.data;
  }

  /** Replaces the whole file in one step. */
  async write({ parameters, current, next }: WrappedRoots): Promise<void> {
    const stored: Wrapped = {
      form: 'voxkeep-wrapped-root-1',
      secret: this.secret,
      parameters: { ...parameters },
      current,
      ...(next && { next }),
    };
    await replaceKeyFile(this.path, `${JSON.stringify(stored)}\n`);
  }
}

/** Wraps a root key, bound to its version. */
export function wrapRoot(lock: OpenLock, root: RootKey): WrappedRoot {
  return { version: root.version, wrapped: lock.wrap(root.key, aadOf(root.version)).toString('base64') };
}

/** Opens what {@link wrapRoot} made; undefined when another lock made it, or somebody altered it. */
export function unwrapRoot(lock: OpenLock, stored: WrappedRoot): RootKey | undefined {
  const key = lock.unwrap(Buffer.from(stored.wrapped, 'base64'), aadOf(stored.version));
  return key && { version: stored.version, key };
}

function aadOf(rootVersion: number): Buffer {
  return Buffer.from(`voxkeep wrapped root key|${rootVersion}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
