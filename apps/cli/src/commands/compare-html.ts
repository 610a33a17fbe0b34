import { nodeDocument } from '@tunq/report/node';
import { comparisonPage } from '@tunq/report/plots';
import type { Comparison } from '@tunq/sim';

/** The page of `compare --html`. */
export function comparisonHtml(title: string, comparison: Comparison): string {
  return comparisonPage(title, comparison, { document: nodeDocument() });
}
