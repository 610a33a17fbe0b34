import { config, EVENTS_LINES } from '../config';
import { device } from '../device/device';
import { Packet } from '../packet';
import { path } from '../path/path';
import { backward, bottleneck, forward, state } from '../state';
import { heapPush, restChanged } from './heap';
import { EVENT_BACKWARD, EVENT_BOTTLENECK, EVENT_FORWARD, EVENT_READER } from './kinds';
import { Line, linePush } from './line';

/** Puts a packet on a hop that keeps order. */
function scheduleHop(line: Line, kind: u32, packet: Packet, due: u64): void {
  packet.due = due;
  packet.order = state.order++;
  if (config.eventQueue == EVENTS_LINES) {
    linePush(line, packet);
  } else {
    line.count++;
    heapPush(due, packet.order, kind, changetype<usize>(packet));
  }
}

/** Reader to receiver, constant delay. */
export function scheduleForward(packet: Packet, due: u64): void {
  scheduleHop(forward, EVENT_FORWARD, packet, due);
}

/** Reader to receiver with jitter: packets may overtake each other, so this hop needs the heap. */
export function scheduleJittered(packet: Packet, due: u64): void {
  packet.due = due;
  packet.order = state.order++;
  forward.count++;
  heapPush(due, packet.order, EVENT_FORWARD, changetype<usize>(packet));
}

/** Receiver to sender. */
export function scheduleBackward(packet: Packet, due: u64): void {
  scheduleHop(backward, EVENT_BACKWARD, packet, due);
}

/** The same in a run with lines and a clock that takes no time to read (`pathReturn`). */
export function scheduleReturn(packet: Packet): void {
  packet.due = state.now + path.returnDelay;
  packet.order = state.order++;
  linePush(backward, packet);
}

export function scheduleBottleneck(packet: Packet, due: u64): void {
  scheduleHop(bottleneck, EVENT_BOTTLENECK, packet, due);
  restChanged();
}

/**
 * The reader of the queue at hand has one event ahead of it at most: the end of a wake-up or of work on a packet. With
 * several queues the heap sorts those of their readers.
 */
export function scheduleReader(due: u64): void {
  const order = state.order++;
  if (config.eventQueue == EVENTS_LINES && device.queues == 1) {
    state.readerDue = due;
    state.readerOrder = order;
  } else {
    heapPush(due, order, EVENT_READER, device.current);
  }
}
