import { groupBy } from '../report/group-by.js';
import type { PersonReport } from '../report/person-report.js';
import { jsonFile, type AttachedFile } from './attached-file.js';

type Conversation = PersonReport['conversations'][number];

/** The revision that this exporter is pinned to; the one place to change when the draft moves on. */
export const vconDraft = 'draft-ietf-vcon-vcon-core-03';
const syntaxVersion = '0.4.0';
const person = 0;

/** The audio of a recording as it lies beside the vCon in the same package. */
export interface VconAudio {
  readonly recordingId: string;
  readonly path: string;
  readonly startedAt: string;
  readonly seconds: number;
  /** `sha512-` and the digest in base64url. */
  readonly contentHash: string;
}

/**
 * One vCon per conversation: the person and the contact centre as parties, the person's own channel as dialog, what was said about
 * consent as attachment. Audio is named by file and hash, not repeated: it lies in the same package.
 */
export function vconFiles(report: PersonReport, audio: readonly VconAudio[]): readonly AttachedFile[] {
  const byRecording = groupBy(audio, ({ recordingId }) => recordingId);
  return report.conversations.map((conversation) => {
    const own = conversation.recordings.flatMap(({ id }) => byRecording.get(id) ?? []);
    return jsonFile(`vcon/${conversation.contactId}.vcon.json`, vconOf(report, conversation, own), 'application/vcon+json');
  });
}

function vconOf(report: PersonReport, conversation: Conversation, audio: readonly VconAudio[]): object {
  const { contactId, openedAt, closedAt, direction, channel, consents } = conversation;
  return {
    vcon: syntaxVersion,
    uuid: contactId,
    created_at: report.generatedAt,
    parties: [
      { ...(report.subject.fullName !== null && { name: report.subject.fullName }), type: 'person' },
      { name: report.controller, type: 'organization' },
    ],
    dialog: audio.length > 0 ? audio.map(dialogOf) : [withoutContent(openedAt, closedAt)],
    analysis: [],
    attachments: consents.map((consent) => ({
      purpose: 'lawful_basis',
      start: consent.at,
      party: person,
      dialog: 0,
      mediatype: 'application/json',
      encoding: 'json',
      body: { lawful_basis: 'consent', ...consent },
    })),
    voxkeep: { draft: vconDraft, direction, channel },
  };
}

function dialogOf({ path, startedAt, seconds, contentHash }: VconAudio): object {
  return {
    type: 'recording',
    start: startedAt,
    duration: seconds,
    parties: [person],
    originator: person,
    mediatype: 'audio/x-wav',
    filename: path,
    content_hash: contentHash,
  };
}

/** A conversation of which nothing was kept: its times and parties alone. */
function withoutContent(openedAt: string, closedAt: string | null): object {
  const seconds = closedAt === null ? undefined : (Date.parse(closedAt) - Date.parse(openedAt)) / 1000;
  return { type: 'recording', start: openedAt, ...(seconds !== undefined && { duration: seconds }), parties: [person, 1] };
}
