import type { Evidence } from './evidence.js';
import { type FactOptions, gatherFacts } from './facts.js';
import { DiagnoseError, type SourceText } from './input.js';
import { type Limit, limits } from './limits.js';
import { type Missing, missing } from './missing.js';
import { type Recognised, recognise, type SourceKind } from './recognise.js';
import { rules } from './rules/index.js';
import { type Reproduction, reproduction } from './scenario.js';
import { readSigns } from './signs.js';

/** What the sources say, with the reasons. */
export interface Diagnosis {
  readonly limit: Limit;
  /** The limit in words. */
  readonly title: string;
  /** `sure`: no other reading fits; `likely`: another one is possible, but far-fetched; `none`: not enough to tell. */
  readonly certainty: 'sure' | 'likely' | 'none';
  readonly device?: string;
  readonly evidence: readonly Evidence[];
  /** Limits that are not at work, each with what shows it. */
  readonly excluded: readonly {
    readonly limit: Limit;
    readonly title: string;
    readonly evidence: readonly Evidence[];
  }[];
  /** Limits that the sources leave open. */
  readonly open: readonly { readonly limit: Limit; readonly title: string }[];
  /** What would tell more, with the command. */
  readonly missing: readonly Missing[];
  /** The same limit as a scenario; null with the reason where there is none. */
  readonly scenario: Reproduction;
  /** What was read, in the order of time. */
  readonly sources: readonly { readonly name: string; readonly kind: SourceKind }[];
}

/**
 * Reads what an operator has and says which limit is at work. Two sources of one kind are taken for the states before
 * and after; they come in the order of time.
 *
 * @throws {DiagnoseError} when a source is none of the known kinds, or there is none
 */
export function diagnose(sources: readonly SourceText[], options: FactOptions = {}): Diagnosis {
  const recognised = sources.map(recognise);
  if (recognised.length === 0) throw new DiagnoseError({ name: 'diagnose', text: '' }, 'there is nothing to read');
  return judge(recognised, options);
}

/** The same of sources that were read. */
export function judge(recognised: readonly Recognised[], options: FactOptions = {}): Diagnosis {
  const facts = gatherFacts(recognised, options);
  const signs = readSigns(facts);
  const judged = rules.map((rule) => ({ ...rule.judge(facts, signs), limit: rule.limit, title: limits[rule.limit] }));
  const found = judged.find(({ answer }) => answer === 'yes');
  const limit = found?.limit ?? 'unknown';
  const others = judged.filter(({ answer, limit: other }) => answer !== 'yes' && other !== limit);
  return {
    limit,
    title: limits[limit],
    certainty: found ? (found.sure ? 'sure' : 'likely') : 'none',
    ...(facts.device && { device: facts.device.name }),
    evidence:
      found?.evidence ?? unique(judged.filter(({ answer }) => answer === 'open').flatMap((rule) => rule.evidence)),
    excluded: others
      .filter(({ answer, evidence }) => answer === 'no' && evidence.length > 0)
      .map(({ limit: other, title, evidence }) => ({ limit: other, title, evidence })),
    open: others.filter(({ answer }) => answer === 'open').map(({ limit: other, title }) => ({ limit: other, title })),
    missing: missing(facts, limit),
    scenario: reproduction(facts, signs, limit),
    sources: recognised.map(({ name, kind }) => ({ name, kind })),
  };
}

function unique(items: readonly Evidence[]): Evidence[] {
  return [...new Map(items.map((item) => [`${item.what} ${item.value}`, item])).values()];
}
