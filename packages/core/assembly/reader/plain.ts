import { config, EVENTS_LINES } from '../config';
import { DEVICE_VHOST, device } from '../device/device';
import { wakeAfterConsume } from '../device/flow_control';
import { txq } from '../device/txq';
import { linePush } from '../events/line';
import { settleFloods } from '../flood/wait';
import { Packet } from '../packet';
import { path } from '../path/path';
import { forward, state } from '../state';
import { counters } from '../stats/counters';
import { twoStages } from './outbound';
import { consume, serviceTime } from './reader';
import { RETURNS_FIRST, reader, SERVICE_CONSTANT } from './state';

/**
 * A reader as most are: alone at a queue, with one packet at a time, each of which takes it a constant time, above a path
 * that only delays. Its turns are most of what the reader does in a run.
 */

/** Once the host has written the first block of the reader at hand. */
export function plainInit(): void {
  const alone = device.queues == 1 && config.eventQueue == EVENTS_LINES && config.cpus == 0 && config.clockRead == 0;
  const single = reader.batch == 1 && device.kind != DEVICE_VHOST && reader.returns != RETURNS_FIRST;
  const constant = reader.service == SERVICE_CONSTANT && reader.stallInterval == 0 && !twoStages();
  const delays = path.loss == 0 && path.rate == 0 && path.jitter == 0;
  reader.plain = alone && single && constant && delays ? 1 : 0;
}

/**
 * The packet in its hand goes on, and the next one, the oldest in the ring, takes its place: what `handOn` and `readerPoll` do
 * when all is as `plainInit` found it, without the questions that it has answered.
 */
export function plainTurn(packet: Packet): void {
  const done = reader.handHead!;
  const ring = txq.ring;
  const segments = <u64>done.segments;
  counters.inReader -= segments;
  counters.inPath += segments;
  // pathForward
  done.due = state.due + path.delay;
  done.order = state.order++;
  linePush(forward, done);
  const tail = ring.consumerTail;
  consume(ring, packet);
  packet.next = null;
  // The hand has one packet: `handCount` stays 1, and of `handTail` it matters only that there is one.
  reader.handHead = packet;
  if (txq.stopped) wakeAfterConsume(ring, 1, ring.consumerTail != tail);
  // The tail of a single slot is always the same.
  if (state.floodWaiting != 0 && (ring.consumerTail != tail || ring.size == 1)) settleFloods(true);
  // scheduleReader(workEnd())
  state.readerDue = state.now + serviceTime(packet) + reader.debt;
  state.readerOrder = state.order++;
  reader.debt = 0;
}
