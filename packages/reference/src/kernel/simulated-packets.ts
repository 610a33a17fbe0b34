import type { Scenario } from '@tunq/scenario';
import { type RunOptions, runScenario, type TraceEvent } from '@tunq/sim';
import type { WirePacket } from './capture.js';

/** What a capture at the sender's tun0 would show of a simulation, and when its first trouble came and went. */
export interface SimulatedPackets {
  readonly packets: readonly WirePacket[];
  /** First packet that the full ring dropped, ns; null without one. */
  readonly firstRingDrop: number | null;
  /** First return to Open from Recovery or Loss, ns; null without one. */
  readonly firstRecoveryEnd: number | null;
}

/** Runs a scenario and keeps every packet on its way into the ring, drops included, and every acknowledgement. */
export async function simulatedPackets(
  scenario: Scenario,
  options: Omit<RunOptions, 'trace'> = {},
): Promise<SimulatedPackets> {
  const packets: WirePacket[] = [];
  let firstRingDrop: number | null = null;
  let firstRecoveryEnd: number | null = null;
  const troubled = new Set<unknown>();
  const onEvent = (event: TraceEvent): void => {
    if (isData(event)) packets.push(dataPacket(event));
    else if (event.kind === 'ack') packets.push(ackPacket(event));
    if (event.kind === 'drop' && event.place === 'ring') firstRingDrop ??= event.timeNs;
    if (event.kind === 'congestion') {
      if (event.state === 'recovery' || event.state === 'loss') troubled.add(event.flow);
      else if (event.state === 'open' && troubled.has(event.flow)) firstRecoveryEnd ??= event.timeNs;
    }
  };
  await runScenario(scenario, {
    ...options,
    trace: {
      kinds: ['ring', 'drop', 'ack', 'congestion'],
      onEvents: (events) => events.forEach(onEvent),
    },
  });
  return { packets, firstRingDrop, firstRecoveryEnd };
}

function isData(event: TraceEvent): boolean {
  const produced = event.kind === 'ring' && event.event === 'produced' && event.packet === 'data';
  return produced || (event.kind === 'drop' && event.place === 'ring');
}

function dataPacket({ timeNs, flow, seq, bytes }: TraceEvent): WirePacket {
  return {
    time: timeNs,
    direction: 'data',
    flow: flow as number,
    seq: seq as number,
    length: bytes as number,
    window: null,
    sack: '',
  };
}

function ackPacket({ timeNs, flow, ack, windowBytes, sackBlocks, sackStart, sackEnd }: TraceEvent): WirePacket {
  return {
    time: timeNs,
    direction: 'ack',
    flow: flow as number,
    seq: ack as number,
    length: 0,
    window: windowBytes as number,
    sack: sackBlocks === 0 ? '' : `${sackStart}-${sackEnd}${sackBlocks === 1 ? '' : ` +${(sackBlocks as number) - 1}`}`,
  };
}
