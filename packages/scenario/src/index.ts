/**
 * One experiment as a document: its keys, units, presets and errors, and what the core makes of it.
 *
 * @packageDocumentation
 */
export { type CalibratedKey, calibratedKeys } from './calibrated-keys.js';
export { compileScenario } from './compile.js';
export { type Place, readDocument, ScenarioDocument } from './document.js';
export { ScenarioError, type ScenarioFault } from './error.js';
export { flowCount } from './flow-count.js';
export { scenarioJsonSchema } from './json-schema.js';
export { parseKeyPath } from './key-path.js';
export { findOverwritten } from './overwritten.js';
export { drawPhase, type Phase } from './phase.js';
export { pointIdentity, pointSeed } from './plan/identity.js';
export { planJsonSchema } from './plan/json-schema.js';
export type { Plan, PlanAxis, PlanKey, PlanSeeds, PlanValue } from './plan/plan.js';
export { readPlan } from './plan/read-plan.js';
export { checkSweep, Sweep, type SweepDescription, type SweepPlace, type SweepRun, sweepOf } from './plan/sweep.js';
export { type FittedKey, type Preset, type PresetName, presetNames, presetScenario, presets } from './presets.js';
export { type Dimension, formatQuantity, parseQuantity } from './quantity.js';
export type {
  Scenario,
  ScenarioClock,
  ScenarioDevice,
  ScenarioFlow,
  ScenarioMachine,
  ScenarioPath,
  ScenarioPingFlow,
  ScenarioPktgenFlow,
  ScenarioQdisc,
  ScenarioRawFlow,
  ScenarioReader,
  ScenarioReading,
  ScenarioReceiver,
  ScenarioSender,
  ScenarioTcpFlow,
  ScenarioUdpFlow,
} from './scenario.js';
export { type ScenarioKey, scenarioKeys } from './scenario-keys.js';
export type { ScenarioInput } from './schema.js';
export { applySettings } from './settings.js';
export { receiveTruesize } from './truesize.js';
export { parseScenario, validateScenario } from './validate.js';
