/**
 * Drawings of results as SVG and as pages that need nothing else. They run in a browser; in Node, `@tunq/report/node` has a document for them.
 *
 * @packageDocumentation
 */
export { advicePage } from './advice-page.js';
export * from './bench-figure.js';
export * from './cell-figure.js';
export * from './cell-series.js';
export * from './comparison-figure.js';
export * from './comparison-page.js';
export * from './page.js';
export { paretoFigure, paretoKey } from './pareto-figure.js';
export * from './ping-figure.js';
export * from './reproduction.js';
export * from './reproduction-page.js';
export * from './run-figure.js';
export * from './run-page.js';
export * from './run-series.js';
export * from './scatter.js';
export { omittedPanels, sweepFigure } from './sweep-figure.js';
export { sweepPage } from './sweep-page.js';
export { tableFigure } from './table-figure.js';
export { type Palette, withColors } from './theme.js';
