import type { http } from '@voxkeep/contracts';

/** Somebody who may be meant: a person, or a contact point that nobody is known to have. `reason` says how they were found. */
export interface Candidate {
  readonly personId: string | null;
  readonly contactPointIds: readonly string[];
  readonly reason: http.FoundPerson['reason'];
}

/** What a look-up came to: candidates, a question because there are too many, or a search that goes on in the background. */
export type LookUp =
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'question'; readonly question: 'more-digits' | 'more-of-the-name'; readonly hits: number }
  | { readonly kind: 'scan'; readonly scan: string };
