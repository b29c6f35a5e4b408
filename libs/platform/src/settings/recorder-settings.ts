import { resolve } from 'node:path';
import { z } from 'zod';
import { setting } from './setting.js';

/** A number of seconds; what it is unless set, and its bounds, stand in its description. */
const seconds = (
  variable: `VOXKEEP_${string}`,
  description: string,
  bounds: { least: number; most: number; unlessSet: number },
) =>
  setting(
    variable,
    z.coerce.number().int().min(bounds.least).max(bounds.most).default(bounds.unlessSet),
    `${description} ${bounds.unlessSet} unless set, ${bounds.least} to ${bounds.most}.`,
  );
const absolute = (path: string): string => resolve(path);

/** Who a recorder is, and when it takes a call for over that nobody ends. */
export const recorderSettings = {
  id: setting(
    'VOXKEEP_RECORDER_ID',
    z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/)
      .default('recorder-1'),
    'Name of this recorder; two must differ.',
  ),
  askAfterSeconds: seconds(
    'VOXKEEP_RECORDER_ASK_AFTER_SECONDS',
    'Seconds without a packet on a call that is not held after which the SBC is asked inside the call (OPTIONS) whether it still stands, and after as many again; the call ends when the SBC answers that it knows no such call (481, 408), or not at all three times.',
    { least: 10, most: 3600, unlessSet: 60 },
  ),
  askPausedAfterSeconds: seconds(
    'VOXKEEP_RECORDER_ASK_PAUSED_AFTER_SECONDS',
    'Seconds after which the SBC is asked the same about a call that is held, whose streams are all refused, or whose gate is closed, and after as many again; such a call ends by the same answers, and never for its silence.',
    { least: 10, most: 86_400, unlessSet: 300 },
  ),
  endAfterSeconds: seconds(
    'VOXKEEP_RECORDER_END_AFTER_SECONDS',
    'Seconds without a packet on a call that is not held after which it is ended with a BYE although the SBC says that it stands; what was kept until then stays.',
    { least: 60, most: 86_400, unlessSet: 7200 },
  ),
};

/** Where the recorder's journal lies. */
export const journalSettings = {
  directory: setting(
    'VOXKEEP_JOURNAL',
    z.string().min(1).default('var/journal').transform(absolute),
    "Directory of the recorder's sealed journal; while its disk has no 256 MiB free, and that of the second directory has not either, new calls are refused.",
  ),
  second: setting(
    'VOXKEEP_JOURNAL_SECOND',
    z.string().min(1).transform(absolute).optional(),
    'Directory on another disk to which the journal goes while its own fails or is full.',
  ),
};
