import { randomUUID } from 'node:crypto';
import type { ConsentEvidence } from '../evidence.js';
import { ConsentGrant, type MintedGrant } from '../grant/consent-grant.js';
import type { PartPolicy } from '../policy.js';
import type { Refusal } from '../refusal.js';
import { grantFor } from './decide-consent.js';
import { Deliberation } from './deliberation.js';
import type { Stance } from './stance.js';

export type Decision = ConsentGrant | Refusal;
export type OnDecision = (decision: Decision, because: ConsentEvidence) => void;
export type OnNo = (refused: Refusal['refused'], because: ConsentEvidence) => void;

/** Narrows a decision to a grant. */
export function isGranted(decision: Decision): decision is ConsentGrant {
  return ConsentGrant.isGenuine(decision);
}

/**
 * The gate of one live contact part. Feed it every fact as it is received; it holds the current decision, keeps one grant for as long as
 * the yes stands, ends that grant on a no before anybody is told, and tells listeners of each change.
 */
export class ConsentGate {
  readonly #deliberation: Deliberation;
  readonly #listeners = new Set<OnDecision>();
  readonly #whenNo = new Set<OnNo>();
  #minted: MintedGrant | undefined;
  #decision: Decision;
  #closed = false;

  constructor(
    private readonly policy: PartPolicy,
    private readonly newGrantId: () => string = randomUUID,
  ) {
    this.#deliberation = new Deliberation(policy);
    this.#decision = this.#decide(this.#deliberation.stance);
  }

  get decision(): Decision {
    return this.#decision;
  }

  /** Weighs a fact; returns the decision after it. After `close` nothing is weighed. */
  feed(fact: ConsentEvidence): Decision {
    if (this.#closed) return this.#decision;
    const before = this.#decision;
    const { stance: stood } = this.#deliberation;
    const stance = this.#deliberation.weigh(fact);
    this.#decision = this.#decide(stance);
    if (hasChanged(before, this.#decision)) for (const listener of this.#listeners) listener(this.#decision, fact);
    if (stance !== stood && !stance.given && stance.final) for (const listener of this.#whenNo) listener(stance.reason, fact);
    return this.#decision;
  }

  /** Calls back on each change of the decision, not for the one at the start. Returns the function that stops it. */
  onChange(listener: OnDecision): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls back on each spoken no, also on one that changes nothing here; after the listeners of the change. */
  onNo(listener: OnNo): void {
    this.#whenNo.add(listener);
  }

  /** The contact part is over: a grant ends with it, and listeners are let go. */
  close(): void {
    this.#closed = true;
    this.#minted?.end();
    this.#listeners.clear();
    this.#whenNo.clear();
  }

  #decide(stance: Stance): Decision {
    if (stance.given) {
      this.#minted ??= grantFor(this.policy, stance, this.newGrantId());
      return this.#minted.grant;
    }
    this.#minted?.end();
    this.#minted = undefined;
    return { refused: stance.reason };
  }
}

function hasChanged(before: Decision, after: Decision): boolean {
  if (isGranted(before) || isGranted(after)) return before !== after;
  return before.refused !== after.refused;
}
