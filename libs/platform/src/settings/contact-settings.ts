import { z } from 'zod';
import { setting } from './setting.js';

/** When a contact is ended of which nobody tells the end. */
export const contactSettings = {
  announcedMinutes: setting(
    'VOXKEEP_CONTACT_ANNOUNCED_MINUTES',
    z.coerce.number().int().min(1).max(44_640).default(120),
    'Minutes after which a contact that another system announced, and of which no call came, is ended by rule.',
  ),
  askAfterMinutes: setting(
    'VOXKEEP_CONTACT_ASK_AFTER_MINUTES',
    z.coerce.number().int().min(1).max(44_640).default(240),
    'Minutes after which the recorder of a contact that has not ended is asked whether it still holds the call; if not, it is ended by rule.',
  ),
  recorderAwayHours: setting(
    'VOXKEEP_CONTACT_RECORDER_AWAY_HOURS',
    z.coerce.number().min(0.1).max(744).default(24),
    'Hours that a recorder may leave that question unanswered until its contacts are ended by rule.',
  ),
};
