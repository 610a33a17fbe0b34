import type { CoreConfig, CoreFlow, CoreQdisc, CoreReader } from '@tunq/core';
import { resolveFlowControl } from '@tunq/device';
import { flowCount } from './flow-count.js';
import type { Scenario, ScenarioFlow, ScenarioReader } from './scenario.js';

/** A scenario in the terms of the core: flows written out, the RTT in two ways, the flow control as its rules. */
export function compileScenario(scenario: Scenario): CoreConfig {
  const { sender, receiver, device, reader, path, machine } = scenario;
  return {
    duration: scenario.duration,
    seed: scenario.seed,
    sampleInterval: scenario.sampleInterval,
    clockRead: scenario.clock.read,
    cpus: machine.cpus,
    flows: scenario.flows.flatMap((flow) => Array.from({ length: flowCount(flow) }, () => compileFlow(flow))),
    sender: { ...sender },
    receiver: { ...receiver, tuning: receiver.tuning === 'linux-6.12' ? '6.12' : '7.3' },
    qdisc: compileQdisc(scenario),
    device: {
      kind: device.kind,
      queueLength: device.queueLength,
      mtu: device.mtu,
      tso: device.offload === 'tso',
      flowControl: resolveFlowControl(device.flowControl),
      ...(device.queues > 1 && { queues: device.queues, mq: scenario.qdisc.mq ?? false }),
    },
    reader: compileReader(reader),
    ...(reader.perQueue && {
      readers: reader.perQueue.map(({ queue, ...own }) => ({ queue, reader: compileReader({ ...reader, ...own }) })),
    }),
    path: {
      // An odd nanosecond goes forward, so that the two ways always add up to the RTT.
      delay: Math.ceil(path.rtt / 2),
      returnDelay: Math.floor(path.rtt / 2),
      rate: path.rate,
      queue: path.queue,
      loss: path.loss,
      jitter: path.jitter,
      ingressDelay: path.ingressDelay,
    },
    machine: { xmit: machine.xmit, lockWait: machine.lockWait },
  };
}

function compileReader(reader: ScenarioReader): CoreReader {
  return {
    service: reader.service,
    perPacket: reader.perPacket + reader.guestWork,
    perByte: reader.perByte,
    batch: reader.batch,
    wakeup: reader.wakeup,
    queueWakeup: reader.queueWakeup,
    notify: reader.notify,
    returns: reader.returns,
    perReturn: reader.perReturn,
    sendPerPacket: reader.sendPerPacket,
    sendPerByte: reader.sendPerByte,
    sendQueue: reader.sendQueue,
    stalls: reader.stalls ? { ...reader.stalls } : null,
  };
}

/** `pfifo_fast` is as long as the device's queue (pfifo_fast_change_tx_queue_len); `noqueue` has no length. */
function compileQdisc({ qdisc: { mq: _, ...qdisc }, device }: Scenario): CoreQdisc {
  switch (qdisc.kind) {
    case 'pfifo_fast':
      return { kind: 'pfifo_fast', limit: device.queueLength };
    case 'noqueue':
      return { kind: 'noqueue', limit: 0 };
    case 'fq_codel':
      return { ...qdisc, quantum: qdisc.quantum ?? 0 };
    case 'fq':
      return {
        ...qdisc,
        quantum: qdisc.quantum ?? 0,
        initialQuantum: qdisc.initialQuantum ?? 0,
        maxrate: qdisc.maxrate ?? 0,
      };
    default:
      return { ...qdisc };
  }
}

function compileFlow(flow: ScenarioFlow): CoreFlow {
  if (flow.kind === 'pktgen') {
    const { threads: _threads, ...thread } = flow;
    return thread;
  }
  const { count: _count, ...one } = flow;
  return one;
}
