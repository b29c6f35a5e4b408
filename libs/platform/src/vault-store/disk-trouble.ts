/** What keeps a folder from taking files, as an operator can put it right. */
export type DiskTrouble = 'no-room' | 'read-only' | 'failing';

const troubles: Readonly<Record<string, DiskTrouble>> = {
  ENOSPC: 'no-room',
  EDQUOT: 'no-room',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
};

/** What the system's code of a failed writing says of the disk. */
export const diskTrouble = (code: string): DiskTrouble => troubles[code] ?? 'failing';
