import { nodeDocument, pngOf } from '@tunq/report/node';
import { type RunSeries, runFigure, runPage } from '@tunq/report/plots';
import type { RunResult } from '@tunq/sim';

/** A run over time in each of the formats, drawn when it is asked for. */
export function drawRun(name: string, run: RunResult, series: RunSeries) {
  const document = nodeDocument();
  const figure = () => runFigure(name, series, { document, standalone: true });
  return {
    svg: figure,
    png: () => pngOf(figure()),
    html: () => runPage(name, run, series, { document }),
  };
}
