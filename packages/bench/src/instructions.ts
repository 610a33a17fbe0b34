import { type CoreConfig, coreBytes, Simulation } from '@tunq/core';
import { executedInstructions, functionCount, instrument } from './instrument.js';

/** What the core executed for a run. */
export interface InstructionCount {
  readonly instructions: number;
  readonly dataPackets: number;
  readonly perPacket: number;
  /** Of every function, in the order of the module. */
  readonly functions: readonly number[];
}

/**
 * Counts the WebAssembly instructions of runs. The same on every machine, whatever else that does, so that a test may
 * hold them against a budget.
 *
 * @param wasm a build of the core; default: the built-in one
 */
export function instructionCounter(wasm: Uint8Array = coreBytes()): (config: CoreConfig) => InstructionCount {
  const module = new WebAssembly.Module(instrument(wasm));
  const length = functionCount(wasm);
  return (config) => {
    const simulation = new Simulation(config, { wasm: module });
    while (!simulation.step());
    const functions = executedInstructions(simulation.snapshot(), length);
    const instructions = functions.reduce((sum, count) => sum + count, 0);
    const dataPackets = simulation.result().balance.sent;
    return { instructions, dataPackets, perPacket: instructions / dataPackets, functions };
  };
}
