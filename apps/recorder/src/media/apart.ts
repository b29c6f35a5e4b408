import { code, defineEvent, diagnostics, errorFields } from '@voxkeep/platform';

const where = ['packet', 'tick', 'hand-over'] as const;

/** A call broke in a turn that all calls share; told once of each stream, which goes on as it can. */
const streamBroke = defineEvent('media.stream-broke', { in: code(where), error: errorFields() }, 'error');

/** Keeps apart what one stream does in a turn that it shares with others: it never throws, and tells once that it broke. */
export function apart<Of extends readonly unknown[]>(
  turn: (typeof where)[number],
  work: (...of: Of) => void,
): (...of: Of) => void {
  let isTold = false;
  return (...of) => {
    try {
      work(...of);
    } catch (error) {
      if (!isTold) diagnostics.record(streamBroke, { in: turn, error });
      isTold = true;
    }
  };
}
