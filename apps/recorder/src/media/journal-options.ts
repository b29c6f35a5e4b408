import type { open } from 'node:fs/promises';
import type { freeBytesOf } from '@voxkeep/platform';

/** Limits of the journal; the defaults suit 1,500 channels. */
export interface JournalOptions {
  /** A file is followed by a new one at this size or age. */
  readonly rotateBytes?: number;
  readonly rotateMs?: number;
  /** Bytes that may wait for a slow disk before frames are refused. */
  readonly pendingBytes?: number;
  /** A folder on another disk, written to while the first one fails. */
  readonly secondFolder?: string;
  /** Opens files; node's own unless a test puts a failing disk underneath. */
  readonly open?: typeof open;
  /** Free bytes of a folder's disk; the system's own word unless a test fills one. */
  readonly freeBytesOf?: typeof freeBytesOf;
}
