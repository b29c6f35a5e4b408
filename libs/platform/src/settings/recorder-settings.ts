import { resolve } from 'node:path';
import { z } from 'zod';
import { setting } from './setting.js';

const seconds = (least: number, most: number, otherwise: number) =>
  z.coerce.number().int().min(least).max(most).default(otherwise);
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
  askAfterSeconds: setting(
    'VOXKEEP_RECORDER_ASK_AFTER_SECONDS',
    seconds(10, 3600, 60),
    'Seconds without a packet after which the SBC is asked whether a call still stands, unless it is held.',
  ),
  endAfterSeconds: setting(
    'VOXKEEP_RECORDER_END_AFTER_SECONDS',
    seconds(60, 86_400, 7200),
    'Seconds without a packet after which a call is ended although the SBC says that it stands.',
  ),
};

/** Where the recorder's journal lies. */
export const journalSettings = {
  directory: setting(
    'VOXKEEP_JOURNAL',
    z.string().min(1).default('var/journal').transform(absolute),
    "Directory of the recorder's sealed journal.",
  ),
  second: setting(
    'VOXKEEP_JOURNAL_SECOND',
    z.string().min(1).transform(absolute).optional(),
    'Directory on another disk to which the journal goes while its own fails.',
  ),
};
