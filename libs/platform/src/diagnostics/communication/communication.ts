import { settings } from '../../settings/settings.js';
import { CommunicationLog, type CommunicationStream } from './communication-log.js';
import type { Communication, OpenGrant } from './open-grant.js';
import { StreamFolder } from './stream-folder.js';

let own: CommunicationLog | undefined;
let program = 'program';

/** The communication events of this process. Nothing is written until the process follows grants, and one of them is open. */
export const communication = {
  /** Names the program in the names of its streams; before the first grant. */
  named(name: string): void {
    program = name;
  },
  /** Tells which grants are open now. */
  follow(grants: readonly OpenGrant[]): void {
    if (own === undefined && grants.length === 0) return;
    own ??= new CommunicationLog(
      new StreamFolder(settings().diagnostics.streamDirectory),
      program,
      () => new Date(),
      startOfProcess(),
    );
    own.follow(grants);
  },
  /** Calls `tell` when an open grant covers this communication, and otherwise does nothing at all. */
  during(of: Communication, tell: (stream: CommunicationStream) => void): void {
    own?.during(of, tell);
  },
  /** Puts another log in the place of the process's own (tests). */
  replace(other: CommunicationLog | undefined): void {
    own = other;
  },
};

function startOfProcess(): Date {
  return new Date(performance.timeOrigin);
}
