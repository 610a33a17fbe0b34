import { nodeDocument } from '@tunq/report/node';
import { advicePage } from '@tunq/report/plots';
import type { Advice } from '@tunq/sim';

/** The page of `advise --html`. */
export function advicePageHtml(advice: Advice): string {
  return advicePage(advice, { document: nodeDocument() });
}
