/**
 * Explores every interleaving of a stop/wake protocol and shows the schedule that loses a wake-up.
 *
 * @packageDocumentation
 */
export { type Documented, documented, documentedPolicies, surprises } from './documented.js';
export type { Effect } from './effects.js';
export { type Exploration, type ExploreOptions, explore } from './explore.js';
export { checkDocument } from './format/document.js';
export { lanesText } from './format/lanes-text.js';
export { lanesMermaid } from './format/mermaid.js';
export { checkPage } from './format/page.js';
export type { Style } from './format/style.js';
export { tableText } from './format/table-text.js';
export { ProtocolError, protocolFromData } from './from-data.js';
export {
  type Instance,
  type Life,
  limits,
  lives,
  type MemoryModel,
  memoryModels,
} from './instance.js';
export { type LaneStep, type Lanes, lanesOf } from './lanes.js';
export { protocolNames, protocols } from './policies/index.js';
export { type PromelaModel, promela } from './promela.js';
export { type PropertyName, properties, propertyNames } from './properties.js';
export {
  type LockName,
  lockNames,
  type PlainStep,
  type Protocol,
  plainSteps,
  type ReaderKind,
  readerKinds,
  type Step,
  type TestName,
  tests,
} from './protocol.js';
export { type Replayed, replay } from './replay.js';
export {
  type Cell,
  type ColumnName,
  columnNames,
  columns,
  defaultScope,
  instancesOf,
  type Row,
  rowOf,
  type Scope,
  type SearchResult,
  type Verdict,
  type Witness,
} from './table.js';
export type { Schedule, ScheduleStep } from './witness.js';
