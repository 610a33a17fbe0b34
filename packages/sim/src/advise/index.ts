export { type Advice, type AdviseOptions, advise } from './advise.js';
export { adviseReaders } from './base.js';
export { choiceId } from './choices.js';
export type { AdviseFigures, AdviseOutcome, Repeated } from './outcome.js';
export { dominates, type ParetoPoint, paretoFront } from './pareto.js';
export {
  type AdviseChoice,
  type AdviseFlowControl,
  type AdviseQdisc,
  type AdviseQuestion,
  type AdviseReader,
  adviseDefaults,
  adviseQdiscs,
} from './question.js';
export type { AdviseReason } from './reasons.js';
export type { AdviseRecommendation } from './recommend.js';
export type { AdviseProbe, AdviseTrap, BeforeAfter, Trial } from './traps.js';
