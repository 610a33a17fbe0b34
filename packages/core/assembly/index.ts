/**
 * Everything the module exports. The host writes `Config`, `Device`, `Qdisc`, `Reader` and `Path` (first blocks) at
 * their fixed addresses, calls `prepare`, writes the flows, calls `start`, then `step` until `finished`.
 */

import { config } from './config';
import { device } from './device/device';
import { readerAddress, selectQueue, settleQueues, txqAddress } from './device/queues';
import { Txq, txq } from './device/txq';
import { settleFloods } from './flood/wait';
import { Flow } from './flow';
import { initialise, prepare as prepareFlows } from './init';
import { step as stepEvents } from './loop';
import { state } from './state';
import { counters } from './stats/counters';
import { Histogram, histogramClear, histogramMerge, histogramQuantile, histogramSettle } from './stats/histogram';
import { occupancySettle } from './stats/occupancy';
import { TraceRecord, trace, traceInit } from './stats/trace';

export * from './qdisc/exports';
export * from './ring/exports';

export function prepare(): usize {
  return prepareFlows();
}

export function start(traceCapacity: u32, traceMask: u32): void {
  initialise();
  traceInit(traceCapacity, traceMask);
  state.watched = trace.mask != 0 || config.clockRead != 0 ? 1 : 0;
  // The straight ways of front.ts pass by what is looked at.
  if (trace.mask != 0) state.front = 0;
}

export function step(limit: u32): u32 {
  return stepEvents(limit);
}

export function finished(): u32 {
  return state.finished;
}

/** Brings the time-weighted figures up to the present. */
export function settle(): void {
  settleFloods(false);
  const current = device.current;
  for (let i: u32 = 0; i < device.queues; i++) {
    selectQueue(i);
    occupancySettle();
    histogramSettle(txq.occupancy);
    histogramSettle(txq.sojourn);
  }
  selectQueue(current);
  histogramSettle(counters.rtt);
  histogramSettle(counters.qdiscSojourn);
  histogramSettle(counters.ping);
  histogramSettle(counters.datagram);
  if (device.queues == 1) return;
  settleQueues();
  histogramClear(counters.occupancy);
  histogramClear(counters.ringSojourn);
  for (let i: u32 = 0; i < device.queues; i++) {
    const queue = changetype<Txq>(txqAddress(i));
    histogramMerge(counters.occupancy, queue.occupancy);
    histogramMerge(counters.ringSojourn, queue.sojourn);
  }
}

/** Addresses of the `Txq` of a queue, once settled, and of its `Reader`, between `prepare` and `start`. */
export function queue_txq(queue: u32): usize {
  return txqAddress(queue);
}

export function queue_reader(queue: u32): usize {
  return readerAddress(queue);
}

export function quantile(histogram: usize, q: f64): f64 {
  return histogramQuantile(changetype<Histogram>(histogram), q);
}

/** The host has read all records written so far. */
export function traceTaken(): void {
  trace.taken = trace.written;
}

export function eventCount(): u64 {
  return state.events;
}

/** Sizes of the structs of which there are arrays: the loader's layout table is checked against them. */
export function flow_size(): u32 {
  return <u32>offsetof<Flow>();
}

export function trace_record_size(): u32 {
  return <u32>offsetof<TraceRecord>();
}
