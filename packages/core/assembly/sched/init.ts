import { config, EVENTS_LINES } from '../config';
import { device } from '../device/device';
import { FLOW_TCP, flowAt } from '../flow';
import { path } from '../path/path';
import { RETURNS_APART, reader, SERVICE_CONSTANT } from '../reader/state';
import { guest } from '../receiver/guest';
import { NEVER, state } from '../state';
import { reprogram, tickAfter } from './clockevent';
import { processesInit } from './processes';
import { IDLE, sched } from './state';

/** True where the run is one of the lab's: one reader that is a kernel thread, a plain path, one iperf3. */
function isLab(): bool {
  if (config.clockRead == 0 || config.eventQueue != EVENTS_LINES || device.tso || device.queues != 1) return false;
  if (path.jitter != 0 || path.rate != 0 || path.ingressDelay != 0) return false;
  if (reader.batch != 1 || reader.service != SERVICE_CONSTANT || reader.stallInterval != 0) return false;
  if (reader.returns != RETURNS_APART || reader.sendPerPacket != 0 || reader.wakeup != 0) return false;
  // What reads at the far end has a CPU of its own.
  if (guest.perByte != 0) return false;
  for (let i: u32 = 0; i < state.flowCount; i++) {
    if (flowAt(i).kind != FLOW_TCP || flowAt(i).process != 0) return false;
  }
  return state.flowCount != 0;
}

export function schedInit(): void {
  sched.active = isLab() ? 1 : 0;
  if (!sched.active) return;
  sched.current = IDLE;
  sched.nextExpires = NEVER;
  sched.fireAt = NEVER;
  sched.sleepsUntil = NEVER;
  processesInit();
}

/** The clock shows whole steps, and ticks come on such. */
export function startTime(): void {
  state.tickPhase = (state.tickPhase >> 8) << 8;
  sched.tick = tickAfter(0);
  reprogram();
}
