import {
  deviceKinds,
  type FlowControlChoice,
  flowControlNames,
  readerProfileNames,
  wakeThresholds,
} from '@tunq/device';
import { scenarioDefaults as defaults } from './defaults.js';
import { flow } from './flow-keys.js';
import { buffer, duration, hour, maxBuffer, microsecond, nanosecond, packets, second } from './key-values.js';
import {
  choice,
  flag,
  type LeafFault,
  leaf,
  numberChoice,
  quantity,
  unknownKey,
  unknownName,
  wholeNumber,
} from './leaf.js';
import { machineKeys } from './machine-keys.js';
import { qdiscKeys } from './qdisc-keys.js';
import { receiverKeys } from './receiver-keys.js';
import { z } from './zod.js';

const stalls = z.strictObject({
  interval: duration('Mean time from one stall to the next; the spacing is exponential.', microsecond, hour),
  length: duration('The reader does nothing for this long.', nanosecond, 100 * second),
});

/** `flowControl` is a name, or a group that names the driver and another wake threshold. */
function readFlowControl(given: unknown): { value: FlowControlChoice } | LeafFault {
  const allowed = `${flowControlNames.join(', ')}, or { kind: linux-7.3, wakeAt: ${wakeThresholds.join(' | ')} }`;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    if ((flowControlNames as readonly unknown[]).includes(given)) return { value: given as FlowControlChoice };
    return { problem: unknownName(given, flowControlNames), allowed };
  }
  const { kind, wakeAt, ...rest } = given as { kind?: unknown; wakeAt?: unknown };
  const stray = Object.keys(rest)[0];
  if (stray !== undefined) {
    return { problem: unknownKey(stray, ['kind', 'wakeAt']), allowed: 'kind, wakeAt', path: [stray], atKey: true };
  }
  if (!(flowControlNames as readonly unknown[]).includes(kind)) {
    return { problem: unknownName(kind, flowControlNames), allowed: flowControlNames.join(', '), path: ['kind'] };
  }
  if (wakeAt === undefined) return { value: { kind } as FlowControlChoice };
  if (kind !== 'linux-7.3') {
    return { problem: `${kind} has a wake rule of its own`, allowed: 'wakeAt with kind: linux-7.3', path: ['wakeAt'] };
  }
  if (!(wakeThresholds as readonly unknown[]).includes(wakeAt)) {
    return { problem: unknownName(wakeAt, wakeThresholds), allowed: wakeThresholds.join(', '), path: ['wakeAt'] };
  }
  return { value: { kind, wakeAt } as FlowControlChoice };
}

const flowControl = leaf<FlowControlChoice, FlowControlChoice>(readFlowControl, {
  description:
    'What happens at a full ring: tail drop, a version of the patch series, or a kernel; `wakeAt` changes when linux-7.3 wakes.',
  anyOf: [
    { enum: [...flowControlNames] },
    {
      type: 'object',
      properties: { kind: { enum: [...flowControlNames] }, wakeAt: { enum: [...wakeThresholds] } },
      required: ['kind'],
      additionalProperties: false,
    },
  ],
});

/** `MAX_TAP_QUEUES` */
const maxQueues = 256;

/** What one of several readers may have for itself: they run the same program, so the rest is the group's. */
const queueReader = z.strictObject({
  queue: wholeNumber({ description: 'Which queue of the device, from 0.', min: 0, max: maxQueues - 1 }),
  perPacket: duration('As reader.perPacket. Default: the group’s.', 0, second).optional(),
  perByte: quantity('time', {
    description: 'As reader.perByte. Default: the group’s.',
    min: 0,
    max: microsecond,
    fraction: true,
  }).optional(),
  wakeup: duration('As reader.wakeup. Default: the group’s.', 0, second).optional(),
  stalls: stalls.optional().describe('As reader.stalls. Default: the group’s.'),
});

const { sender, device, reader, path, clock } = defaults;

/** A scenario document: YAML or JSON with these keys and no other. Quantities become numbers in base units. */
export const scenarioSchema = z
  .strictObject({
    duration: duration('From the first bulk data to the end of the measurement.', nanosecond, hour).prefault(
      defaults.duration.value,
    ),
    seed: wholeNumber({ description: 'Of every random stream.', min: 0, max: 4_294_967_295 }).prefault(
      defaults.seed.value,
    ),
    sampleInterval: duration('Between samples of the smoothed RTT and of traces.', 100 * microsecond, hour).prefault(
      defaults.sampleInterval.value,
    ),
    flows: z.array(flow).min(1).prefault([{}]).describe('What is sent.'),
    sender: z
      .strictObject({
        wmem: buffer('tcp_wmem[2], the most a send buffer grows to.').prefault(sender.wmem.value),
        hystart: flag('HyStart of CUBIC.').prefault(sender.hystart.value),
        tso: flag('The stack builds TSO bursts; a device without TSO has them cut in software.').prefault(
          sender.tso.value,
        ),
        limitOutputBytes: quantity('size', {
          description: 'tcp_limit_output_bytes, the bound of TSQ.',
          min: 4096,
          max: maxBuffer,
        }).prefault(sender.limitOutputBytes.value),
        initialCwnd: wholeNumber({ description: 'Initial congestion window, segments.', min: 1, max: 1000 }).prefault(
          sender.initialCwnd.value,
        ),
        hz: numberChoice([250, 1000], 'Timer ticks per second.').prefault(sender.hz.value),
      })
      .prefault({})
      .describe('The sending host.'),
    receiver: receiverKeys.prefault({}).describe('The receiving host.'),
    qdisc: qdiscKeys.prefault({}).describe('Queueing discipline above the device.'),
    device: z
      .strictObject({
        kind: choice(['tun', 'tap', 'tap+vhost', 'macvtap'], {
          description: 'macvtap always drops at its tail.',
        }).prefault(device.kind.value),
        queueLength: packets(
          `txqueuelen: slots of the ring. Default: ${Object.values(deviceKinds)
            .map((kind) => `${kind.name} ${kind.queueLength}`)
            .join(', ')}.`,
          0,
        ).optional(),
        mtu: quantity('size', { description: 'Longest IP packet.', min: 68, max: 65_535 }).prefault(device.mtu.value),
        offload: choice(['none', 'tso'], {
          description: 'tso: a slot holds up to 64 KiB. Default: tso for tap+vhost, else none.',
        }).optional(),
        flowControl: flowControl.optional(),
        queues: wholeNumber({
          description: 'Queues (IFF_MULTI_QUEUE), each with a ring and a reader; a flow is hashed to one of them.',
          min: 1,
          max: maxQueues,
        }).prefault(device.queues.value),
      })
      .prefault({})
      .describe('The TUN or TAP device and its ring.'),
    reader: z
      .strictObject({
        profile: choice(readerProfileNames, {
          description: 'Values of a known program; keys beside it override them.',
        }).optional(),
        service: choice(['constant', 'exponential'], { description: 'Spread of the work on a packet.' }).prefault(
          reader.service.value,
        ),
        perPacket: duration(`Work on a slot entry. Default: ${reader.perPacket.value}.`, 0, second).optional(),
        perByte: quantity('time', {
          description: 'Work on a byte of the entry, fractions allowed. Default: 0.',
          min: 0,
          max: microsecond,
          fraction: true,
        }).optional(),
        batch: wholeNumber({
          description: 'Entries taken from the ring in one go. Default: 64 for tap+vhost, else 1.',
          min: 1,
          max: 1024,
        }).optional(),
        wakeup: duration('From the first packet in an empty ring to the first read. Default: 0.', 0, second).optional(),
        queueWakeup: duration(
          'Softirq of a queue wake-up: the qdisc dequeues after it, and the reader lacks that time. Default: 0.',
          0,
          second,
        ).optional(),
        notify: duration(
          'A signal of vhost-net to the guest, after more than 64 of its buffers and at the end of a turn. Default: 0.',
          0,
          second,
        ).optional(),
        guestWork: duration(
          'Work of a guest on a packet, beyond what perPacket has of it; the reader waits for the guest’s buffers. Default: 0.',
          0,
          second,
        ).optional(),
        returns: choice(['apart', 'first', 'last'], {
          description:
            'Who works on what comes back. apart: another thread; first: the reader’s loop, before it looks at the device; last: whoever gets the lock when there is nothing to read. Default: apart.',
        }).optional(),
        perReturn: duration(
          'Work on a packet that comes back, unless that is done apart. Default: 0.',
          0,
          second,
        ).optional(),
        sendPerPacket: duration(
          'Work of a second stage, which sends what the first has read; 0: there is one stage. Default: 0.',
          0,
          second,
        ).optional(),
        sendPerByte: quantity('time', {
          description: 'The same, on a byte of it, fractions allowed. Default: 0.',
          min: 0,
          max: microsecond,
          fraction: true,
        }).optional(),
        sendQueue: wholeNumber({
          description: 'Packets that the second stage holds; the reader waits for room. Default: 1024.',
          min: 1,
          max: 100_000,
        }).optional(),
        stalls: stalls.optional().describe('Pauses of the reader. Default: none.'),
        perQueue: z
          .array(queueReader)
          .optional()
          .describe('Readers of single queues that differ from the others. Default: none.'),
      })
      .prefault({})
      .describe('The program that empties the ring.'),
    path: z
      .strictObject({
        rtt: duration('Both ways together, without queues.', 0, 100 * second).prefault(path.rtt.value),
        rate: quantity('rate', {
          description: 'Bottleneck after the reader, bits of IP packets.',
          min: 1_000,
          max: 1e12,
          zero: 'none',
          fraction: true,
        }).prefault(path.rate.value),
        queue: packets('Buffer before the bottleneck; unused without one.', 1).prefault(path.queue.value),
        loss: quantity('share', { description: 'Loss of forward packets.', min: 0, max: 0.99 }).prefault(
          path.loss.value,
        ),
        ingressDelay: duration(
          'Of what comes back, before TCP sees it, on the sender’s own machine (netem on an ifb).',
          0,
          100 * second,
        ).prefault(path.ingressDelay.value),
        jitter: duration('Forward delay varies from 0 to this; order is not kept.', 0, 10 * second).prefault(
          path.jitter.value,
        ),
      })
      .prefault({})
      .describe('From the reader to the receiver and back.'),
    machine: machineKeys
      .prefault({})
      .describe('The sending machine: its CPUs, and what those that send and the one that reads cost each other.'),
    clock: z
      .strictObject({
        read: duration(
          'Step of the clock, and time that reading it takes a process; 256ns in the kernel cells.',
          0,
          1000 * microsecond,
        ).prefault(clock.read.value),
      })
      .prefault({})
      .describe('The clock of the hosts.'),
  })
  .meta({ title: 'tunq scenario', description: 'One experiment for tunq.' });

/** A scenario as a document writes it: quantities with units or in base units, defaults left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

/** A scenario whose keys are checked one by one; defaults that follow from other keys are still missing. */
export type ParsedScenario = z.output<typeof scenarioSchema>;
