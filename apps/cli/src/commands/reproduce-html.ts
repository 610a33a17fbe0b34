import type { ReproduceReport } from '@tunq/reference';
import { nodeDocument } from '@tunq/report/node';
import { reproductionPage } from '@tunq/report/plots';

/** The page of `reproduce --html`. */
export function reproductionHtml(report: ReproduceReport): string {
  return reproductionPage(report, { document: nodeDocument() });
}
