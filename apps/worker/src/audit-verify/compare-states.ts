import type { Damage } from './damage.js';
import type { Vouched } from './damaged-places.js';
import type { SignedState } from './signed-states.js';
import type { Walk } from './walk.js';

/** The signed states beside the trees that were rebuilt. */
export class ComparedStates {
  private readonly database: readonly SignedState[];
  private readonly witness: readonly SignedState[];

  constructor(
    private readonly walk: Walk,
    private readonly states: readonly SignedState[],
  ) {
    this.database = states.filter(({ place }) => place === 'database');
    this.witness = states.filter(({ place }) => place === 'witness');
  }

  /** The second sink vouches where it has anything; the database's own states are what an intruder writes last. */
  get vouched(): Vouched {
    const vouching = this.witness.length > 0 ? this.witness : this.database;
    return {
      tiles: largest(vouching.filter(({ size, root }) => this.walk.tileTree.rootAt(size)?.equals(root) === true)),
      leaves: largest(vouching.filter(({ size, root }) => this.walk.leafTree.rootAt(size)?.equals(root) === true)),
    };
  }

  get signed(): number {
    return largest(this.database);
  }

  get witnessed(): number {
    return largest(this.witness);
  }

  /** How many states of the second sink were compared. */
  get witnessedStates(): number {
    return this.witness.length;
  }

  /** What the signed states say about the log as a whole. `cut`: events that the tiles tell of are missing from its end. */
  damages(cut: boolean): readonly Damage[] {
    const { events } = this.walk;
    const known = Math.max(events, this.walk.tiled);
    const damages: Damage[] = [];
    if (cut || this.signed > known) damages.push({ kind: 'truncated', events, signed: this.signed });
    damages.push(...this.disagreement(this.witness.filter((state) => !this.agrees(state) && !this.isCutOff(state))));
    if (this.signed > this.witnessed) damages.push({ kind: 'witness-cut', signed: this.signed, witnessed: this.witnessed });
    return damages;
  }

  private disagreement(unmet: readonly SignedState[]): readonly Damage[] {
    const { events, misauthenticated, suspects } = this.walk;
    const own = this.database.find((state) => !this.agrees(state) && !this.isCutOff(state));
    if (own) return [{ kind: 'history-differs', from: this.lastRight(own.size), to: own.size }];
    const from = this.lastRight(Infinity);
    if (unmet.length === 0) {
      const suspected = new Set(suspects.map(({ place }) => place));
      const forged = misauthenticated.find((place) => !suspected.has(place));
      return forged === undefined ? [] : [{ kind: 're-chained', from: forged, against: 'authentication-key' }];
    }
    if (misauthenticated.length > 0 || this.database.some((state) => !this.isWitnessed(state)))
      return [{ kind: 're-chained', from, against: 'witness' }];
    return [{ kind: 'rolled-back', events, witnessed: largest(unmet) }];
  }

  private agrees({ size, root }: SignedState): boolean {
    const { leafTree, tileTree } = this.walk;
    return [leafTree, tileTree].some((tree) => tree.rootAt(size)?.equals(root) === true);
  }

  /** For more events than there are, and the database signed for as many itself: it was cut. */
  private isCutOff({ size }: SignedState): boolean {
    return size > Math.max(this.walk.events, this.walk.tiled) && size <= this.signed;
  }

  private isWitnessed({ size, root }: SignedState): boolean {
    return this.witness.some((state) => state.size === size && state.root.equals(root));
  }

  /** The largest size before `before` for which the witness, or without one the database, agrees. */
  private lastRight(before: number): number {
    const vouching = this.witness.length > 0 ? this.witness : this.states;
    return largest(vouching.filter((state) => state.size < before && this.agrees(state)));
  }
}

function largest(states: readonly SignedState[]): number {
  return states.reduce((size, state) => Math.max(size, state.size), 0);
}
