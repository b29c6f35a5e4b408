import type { ContactChannel, ContactPart, Direction, FailureCause, RecordingOutcome } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';

/** A closed contact as stored; what is sealed stays sealed. The shape is that of the operative database. */
export interface ClosedContactRecord {
  readonly id: string;
  readonly channel: ContactChannel;
  readonly direction: Direction;
  readonly trunkId: string | null;
  readonly queueId: string | null;
  readonly recorderId: string | null;
  readonly customerPointId: string | null;
  readonly ownNumber: string | null;
  readonly openedAt: Date;
  readonly connectedAt: Date | null;
  readonly closedAt: Date | null;
  readonly endReason: string | null;
  readonly customerOwner: string | null;
  readonly agentOwner: string | null;
  readonly customerNumber: Sealed | null;
  readonly customerName: Sealed | null;
  readonly attributes: Sealed | null;
  readonly attribution: string;
}

export interface PartOutcome {
  readonly part: ContactPart;
  readonly outcome: RecordingOutcome;
  readonly cause: FailureCause | null;
  readonly sipStatus: number | null;
  readonly at: Date;
}
