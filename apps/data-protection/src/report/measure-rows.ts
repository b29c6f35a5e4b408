import { lossCauses, type LossSide } from '@voxkeep/contracts';
import type { PersonReport } from './person-report.js';
import type { Wording } from './wording.js';

type Measure = PersonReport['conversations'][number]['measures'][number];

/** Longest stretch of which nothing is said: what was granted and what is there are compared to a tenth of a second. */
const toleranceMs = 100;

/** The columns of `measureRows`. */
export function measureHead(wording: Wording): readonly string[] {
  return [
    wording.say('conversations.began'),
    wording.say('measures.channel'),
    wording.say('measures.granted'),
    wording.say('measures.kept'),
    wording.say('measures.missing'),
  ];
}

/** What was granted of each channel of each conversation, what of it is there, and what is missing by whom and why. */
export function measureRows(conversations: PersonReport['conversations'], wording: Wording): readonly (readonly string[])[] {
  return conversations.flatMap(({ openedAt, measures }) =>
    measures.map((measure) => [
      wording.moment(openedAt),
      `${wording.word(measure.part)}: ${wording.word(measure.channel)}`,
      seconds('seconds', measure.expectedMs, wording),
      keptOf(measure, wording),
      missingOf(measure, wording),
    ]),
  );
}

function keptOf({ keptMs, removedMs }: Measure, wording: Wording): string {
  const removed = removedMs > 0 ? [seconds('removed', removedMs, wording)] : [];
  return [seconds('seconds', keptMs, wording), ...removed].join('\n');
}

function missingOf(measure: Measure, wording: Wording): string {
  const rest = measure.restMissing ? [wording.say('measures.rest')] : [];
  const lines = [...countedOf(measure, wording), ...rest];
  if (lines.length > 0) return lines.join('\n');
  return wording.say(measure.removedMs > 0 ? 'measures.nothingThen' : 'measures.nothing');
}

function countedOf({ missingOursMs, missingTheirsMs, cause }: Measure, wording: Wording): readonly string[] {
  if (missingOursMs + missingTheirsMs <= toleranceMs) return [];
  const sides = [
    ['ours', missingOursMs],
    ['theirs', missingTheirsMs],
  ] as const;
  return sides.flatMap(([side, ms]) => {
    if (ms === 0) return [];
    const said = seconds(side, ms, wording);
    return [cause !== null && isSideOf(cause, side) ? `${said} (${wording.word(cause)})` : said];
  });
}

function seconds(key: 'seconds' | 'removed' | 'ours' | 'theirs', ms: number, wording: Wording): string {
  return wording.say(`measures.${key}`, { seconds: Math.round(ms / 100) / 10 });
}

function isSideOf(cause: string, side: LossSide): boolean {
  return (lossCauses as Readonly<Record<string, LossSide>>)[cause] === side;
}
