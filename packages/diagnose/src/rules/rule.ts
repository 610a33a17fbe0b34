import type { Evidence } from '../evidence.js';
import type { Facts } from '../facts.js';
import type { Limit } from '../limits.js';
import type { SourceKind } from '../recognise.js';
import type { Signs } from '../signs.js';

/**
 * `yes`: the limit is at work, as the evidence shows. `no`: it is not, as the evidence shows. `open`: it may be, and the
 * sources do not tell.
 */
export interface Judgement {
  readonly answer: 'yes' | 'no' | 'open';
  /** Of a yes: `likely` where another reading of the same numbers is possible, but far-fetched. */
  readonly sure?: boolean;
  readonly evidence: readonly Evidence[];
}

/** One limit: what it takes to see it, and what speaks for and against it. A yes must hold whatever the missing sources say. */
export interface Rule {
  readonly limit: Exclude<Limit, 'unknown'>;
  /** Sources that a yes needs. */
  readonly needs: readonly SourceKind[];
  judge(facts: Facts, signs: Signs): Judgement;
}

export function yes(items: readonly Evidence[], sure = true): Judgement {
  return { answer: 'yes', sure, evidence: items };
}

export function no(...items: readonly Evidence[]): Judgement {
  return { answer: 'no', evidence: items };
}

export function open(...items: readonly Evidence[]): Judgement {
  return { answer: 'open', evidence: items };
}
