import { code, defineEvent, diagnostics, errorFields } from '@voxkeep/platform';

const where = ['packet', 'tick', 'hand-over'] as const;

/** A call broke in a turn that all calls share; told once of each stream, which goes on as it can. */
const streamBroke = defineEvent('media.stream-broke', { in: code(where), error: errorFields() }, 'error');

/**
 * Keeps apart what one stream does in a turn that it shares with others: it never throws, and tells once that it broke. Two arguments
 * and no more, since nothing is made for a packet.
 */
export function apart<A = void, B = void>(turn: (typeof where)[number], work: (a: A, b: B) => void): (a: A, b: B) => void {
  let isTold = false;
  return (a, b) => {
    try {
      work(a, b);
    } catch (error) {
      if (!isTold) diagnostics.record(streamBroke, { in: turn, error });
      isTold = true;
    }
  };
}
