import type { CoreConfig, CoreDevice, CoreQdisc } from '@tunq/core';
import type { FlowControlChoice, ReaderProfileName } from '@tunq/device';

/**
 * One experiment, checked and complete: every default filled in, every quantity a number in base units (ns, bit/s, bytes, packets).
 * It is a scenario document itself: written as JSON and read again it is the same.
 */
export interface Scenario {
  /** From the first bulk data to the end of the measurement, ns. */
  readonly duration: number;
  /** Of every random stream, u32. */
  readonly seed: number;
  /** Between samples of the smoothed RTT and of traces, ns. */
  readonly sampleInterval: number;
  readonly flows: readonly ScenarioFlow[];
  readonly sender: ScenarioSender;
  readonly receiver: ScenarioReceiver;
  readonly qdisc: ScenarioQdisc;
  readonly device: ScenarioDevice;
  readonly reader: ScenarioReader;
  readonly path: ScenarioPath;
  readonly machine: ScenarioMachine;
  readonly clock: ScenarioClock;
}

export type ScenarioFlow = ScenarioTcpFlow | ScenarioUdpFlow | ScenarioPingFlow | ScenarioPktgenFlow | ScenarioRawFlow;

interface FlowTimes {
  /** Equal flows of this kind, 1 to 10 000. */
  readonly count: number;
  /** First packet, ns after the start of the run. */
  readonly start: number;
  /** Last write, ns; absent: at the end of the run. */
  readonly stop?: number;
  /** `SO_PRIORITY`; absent: 0. */
  readonly priority?: number;
}

/** Bulk TCP. */
export interface ScenarioTcpFlow extends FlowTimes {
  readonly kind: 'tcp';
  readonly congestion: Extract<CoreConfig['flows'][number], { kind: 'tcp' }>['congestion'];
  /** Payload after which a flow ends, bytes; absent: endless. */
  readonly bytes?: number;
}

/** Datagrams at a mean rate. */
export interface ScenarioUdpFlow extends FlowTimes {
  readonly kind: 'udp';
  /** Payload of one flow, bit/s. */
  readonly rate: number;
  /** Payload of one datagram, bytes. */
  readonly size: number;
  readonly arrivals: 'constant' | 'poisson';
  /** Datagrams back to back. */
  readonly burst: number;
}

/** ICMP echo. */
export interface ScenarioPingFlow extends FlowTimes {
  readonly kind: 'ping';
  /** Between requests, ns. */
  readonly interval: number;
  /** IP length of a request, bytes. */
  readonly size: number;
}

/** Threads that hand packets to the driver as fast as they can, past the qdisc. */
export interface ScenarioPktgenFlow extends Omit<FlowTimes, 'count' | 'priority'> {
  readonly kind: 'pktgen';
  readonly threads: number;
  /** Frame without its checksum, bytes. */
  readonly size: number;
  /** Time of an attempt that the ring takes, of one that it drops, and of the part of it in which a stop is not seen, ns. */
  readonly perSent: number;
  readonly perLost: number;
  readonly race: number;
}

/** Packet sockets that send as fast as they can, through the qdisc. */
export interface ScenarioRawFlow extends FlowTimes {
  readonly kind: 'raw';
  /** Frame without its checksum, bytes. */
  readonly size: number;
  /** Time of a sendto(), ns. */
  readonly perSent: number;
  /** Bytes. */
  readonly sndbuf: number;
}

export interface ScenarioSender {
  /** `tcp_wmem[2]`, bytes. */
  readonly wmem: number;
  readonly hystart: boolean;
  /** The stack builds TSO bursts. */
  readonly tso: boolean;
  /** `tcp_limit_output_bytes`, bytes. */
  readonly limitOutputBytes: number;
  /** Segments. */
  readonly initialCwnd: number;
  /** Timer ticks per second. */
  readonly hz: 250 | 1000;
}

export interface ScenarioReceiver {
  /** `tcp_rmem[2]`, bytes. */
  readonly rmem: number;
  readonly delayedAck: boolean;
  /** Memory that one received MTU-size packet occupies, bytes. */
  readonly truesize: number;
  /** The same of a received TSO slot, per segment, bytes; 0: as a TUN write allocates it. */
  readonly slotTruesize: number;
  /** Whose rules the growth of the receive buffer follows. */
  readonly tuning: 'linux-7.3' | 'linux-6.12';
  /** Absent: all is read as soon as it is there. */
  readonly reading?: ScenarioReading;
}

/** The process that reads, on a CPU of its own. */
export interface ScenarioReading {
  /** All that a received byte costs that CPU, and the same while more than `cache` bytes are unread, ns. */
  readonly perByte: number;
  readonly coldPerByte: number;
  /** Bytes; absent: any number. */
  readonly cache?: number;
  /** Of a received packet or TSO slot, ns. */
  readonly perPacket: number;
  /** ns; absent: never. */
  readonly pauses?: { readonly interval: number; readonly length: number };
}

/**
 * A qdisc with its parameters in the terms of the core; what follows from the device is left out. `mq`, present where the
 * device has several queues: each has such a qdisc of its own.
 */
export type ScenarioQdisc = ScenarioQdiscKind & { readonly mq?: boolean };

export type ScenarioQdiscKind =
  | { readonly kind: 'pfifo_fast' | 'noqueue' }
  | Extract<CoreQdisc, { kind: 'tbf' | 'prio' | 'netem' }>
  | {
      readonly kind: 'pfifo';
      /** Packets. */
      readonly limit: number;
    }
  | {
      readonly kind: 'fq';
      /** Packets of a band. */
      readonly limit: number;
      /** Packets. */
      readonly flowLimit: number;
      /** Bytes; absent: two MTUs, and ten. */
      readonly quantum?: number;
      readonly initialQuantum?: number;
      /** ns. */
      readonly horizon: number;
      /** bit/s; absent: no such limit. */
      readonly maxrate?: number;
    }
  | {
      readonly kind: 'fq_codel';
      /** Packets. */
      readonly limit: number;
      readonly flows: number;
      /** Bytes; absent: the MTU. */
      readonly quantum?: number;
      /** ns. */
      readonly target: number;
      readonly interval: number;
    };

export interface ScenarioDevice {
  readonly kind: CoreDevice['kind'];
  /** `txqueuelen`: slots of the ring, packets. */
  readonly queueLength: number;
  /** Bytes. */
  readonly mtu: number;
  readonly offload: 'none' | 'tso';
  readonly flowControl: FlowControlChoice;
  readonly queues: number;
}

export interface ScenarioReader {
  /** The profile that the other values came from, unless they were given. */
  readonly profile?: ReaderProfileName;
  readonly service: 'constant' | 'exponential';
  /** ns. */
  readonly perPacket: number;
  /** ns, fractions allowed. */
  readonly perByte: number;
  /** Entries taken from the ring in one go. */
  readonly batch: number;
  /** From the first packet in an empty ring to the first read, ns. */
  readonly wakeup: number;
  /** Softirq of a queue wake-up, ns: the qdisc dequeues after it, and the reader lacks that time. */
  readonly queueWakeup: number;
  /** vhost-net: a signal to the guest, ns. */
  readonly notify: number;
  /** Work of a guest on a packet, beyond what `perPacket` has of it, ns. */
  readonly guestWork: number;
  /** Who works on what comes back: another thread, or the reader before or after the packets of the device. */
  readonly returns: 'apart' | 'first' | 'last';
  /** Work on a packet that comes back, unless that is done apart, ns. */
  readonly perReturn: number;
  /** Second stage, which sends what was read: work on a packet and on a byte, ns (both 0: none), and packets that it holds at most. */
  readonly sendPerPacket: number;
  readonly sendPerByte: number;
  readonly sendQueue: number;
  /** ns; absent: never. */
  readonly stalls?: { readonly interval: number; readonly length: number };
  /** Readers of single queues, as far as they differ. */
  readonly perQueue?: readonly QueueReader[];
}

/** What the reader of one queue has for itself. */
interface QueueReader extends Partial<Pick<ScenarioReader, 'perPacket' | 'perByte' | 'wakeup' | 'stalls'>> {
  readonly queue: number;
}

export interface ScenarioPath {
  /** Without any queue, both ways together, ns. */
  readonly rtt: number;
  /** Bottleneck after the reader, bits of IP packet per second; 0: none. */
  readonly rate: number;
  /** Before the bottleneck, packets. */
  readonly queue: number;
  /** Share of forward packets. */
  readonly loss: number;
  /** Of what comes back, on the sender's own machine, ns. */
  readonly ingressDelay: number;
  /** Forward delay varies in 0…jitter, ns. */
  readonly jitter: number;
}

/** The sending machine: how many CPUs, and what those that send and the one that reads cost each other, ns of the latter a packet. */
export interface ScenarioMachine {
  /** CPUs that the reader and threads of pktgen and raw flows share; 0: each has its own. */
  readonly cpus: number;
  /** Of each packet that the softirq of a queue wake-up moves into the ring. */
  readonly xmit: number;
  /** Of each packet for which the reader’s CPU meets another one, at the ring or at the qdisc. */
  readonly lockWait: number;
}

export interface ScenarioClock {
  /** Step of the clock, and time that reading it takes a process, ns. */
  readonly read: number;
}
