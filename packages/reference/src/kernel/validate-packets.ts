import type { Scenario } from '@tunq/scenario';
import type { RunOptions } from '@tunq/sim';
import type { Capture } from './capture.js';
import { comparePackets, type PacketComparison } from './compare-packets.js';
import { simulatedPackets } from './simulated-packets.js';

/** Room behind the last captured packet, ns: the simulation may be late by a little. */
const margin = 1e7;

/** Simulates the scenario of a capture for as long as that lasts, and holds both against each other. */
export async function validatePackets(
  capture: Capture,
  scenario: Scenario,
  options: Omit<RunOptions, 'trace'> = {},
): Promise<PacketComparison> {
  const last = capture.packets.at(-1)?.time ?? 0;
  // A capture that goes on behind the end of the data needs that end where it was.
  const duration = Math.min(scenario.duration, last + margin);
  return comparePackets(capture, await simulatedPackets({ ...scenario, duration }, options));
}
