import { tilePath, tileWidth } from '@voxkeep/audit';
import type { Damage } from './damage.js';
import type { Suspect, Walk } from './walk.js';

/** How far the signed states vouch for the tiles and for the events. */
export interface Vouched {
  readonly tiles: number;
  readonly leaves: number;
}

/** Pure: which events are damaged and how, by the tiles as far as a signed state vouches for them, by their own columns and codes. */
export function damagedPlaces(walk: Walk, vouched: Vouched): readonly Damage[] {
  const referred = walk.suspects.filter(({ place }) => place < vouched.tiles);
  const beyond = walk.suspects.filter(({ place }) => place >= vouched.tiles);
  const moves = findMoves(referred);
  const rewritten = referred.filter(({ place, leaf }) => leaf && !moves.has(place)).map(({ place }) => place);
  const known = new Set([...referred, ...beyond.filter(({ leaf }) => !leaf)].map(({ place }) => place));
  const unauthentic = walk.misauthenticated.filter((place) => !known.has(place));
  return [
    ...[...removed(referred, moves, walk.events), ...gaps(beyond, walk.events)].map(
      (event) => ({ kind: 'event-removed', event }) as const,
    ),
    ...runsOf(moves),
    ...[...new Set([...rewritten, ...unauthentic])]
      .sort((a, b) => a - b)
      .map((event) => ({ kind: 'event-rewritten', event }) as const),
    ...walk.edited.filter((place) => !known.has(place)).map((event) => ({ kind: 'event-edited', event }) as const),
    ...differingTiles(
      beyond.filter(({ place }) => place < vouched.leaves),
      walk,
    ),
  ];
}

/** Whether events that the tiles tell of are missing from the end, not merely moved to other places. */
export function isCut(walk: Walk, vouched: Vouched): boolean {
  const referred = walk.suspects.filter(({ place }) => place < vouched.tiles);
  const moved = new Set([...findMoves(referred).values()]);
  return referred.some(({ place }) => place >= walk.events && !moved.has(place));
}

/** By place: which event stands there instead of its own. */
function findMoves(suspects: readonly Suspect[]): ReadonlyMap<number, number> {
  const places = new Map(suspects.flatMap(({ place, tiled }) => (tiled ? [[tiled.toString('base64'), place] as const] : [])));
  return new Map(
    suspects.flatMap(({ place, leaf }) => {
      const own = leaf && places.get(leaf.toString('base64'));
      return own === undefined ? [] : [[place, own] as const];
    }),
  );
}

/** Events that stand in no place any more, those at the end aside: a cut is named once. */
function removed(suspects: readonly Suspect[], moves: ReadonlyMap<number, number>, events: number): readonly number[] {
  const present = new Set(moves.values());
  return suspects
    .filter(({ place, leaf }) => !present.has(place) && (leaf ? moves.has(place) : place < events))
    .map(({ place }) => place);
}

function gaps(beyond: readonly Suspect[], events: number): readonly number[] {
  return beyond.filter(({ place, leaf }) => !leaf && place < events).map(({ place }) => place);
}

/** Neighbours that moved together are told of together. */
function runsOf(moves: ReadonlyMap<number, number>): readonly Damage[] {
  const runs: { first: number; last: number; place: number }[] = [];
  for (const [place, event] of [...moves].sort(([a], [b]) => a - b)) {
    const run = runs.at(-1);
    if (run && run.last + 1 === event && run.place + (run.last - run.first) + 1 === place) run.last = event;
    else runs.push({ first: event, last: event, place });
  }
  return runs.map((run) => ({ kind: 'reordered', ...run }));
}

function differingTiles(suspects: readonly Suspect[], { events }: Walk): readonly Damage[] {
  const indexes = [...new Set(suspects.map(({ place }) => Math.floor(place / tileWidth)))];
  return indexes.map((index) => {
    const width = Math.min(tileWidth, events - index * tileWidth);
    return { kind: 'tile-differs', tile: tilePath({ level: 0, index, width }) };
  });
}
