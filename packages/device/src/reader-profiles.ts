import type { CoreReader } from '@tunq/core';

/** Names of the readers with a profile. */
export type ReaderProfileName = 'openvpn' | 'wireguard-go' | 'wireguard-go-offload' | 'qemu-e1000' | 'vhost-net';

/** Published rows that fixed a value which no source gives. They are calibration, never predictions. */
export interface Fit {
  /** As `table/row/column`. The value is the one with which the errors of these rows cancel. */
  readonly rows: readonly string[];
  /** Why these rows, and what they say. */
  readonly why: string;
}

/** One parameter of a profile. */
export interface ReaderParameter {
  /** In `unit`, as {@link CoreReader} has it. */
  readonly value: number;
  readonly unit: 'ns' | 'ns/byte' | 'packets';
  /** The kernel or program rule, or the measurement that it follows from. */
  readonly source: string;
  /** Absent: not fitted. */
  readonly fit?: Fit;
}

/** Keys of {@link CoreReader} that a profile may set. */
export type ReaderParameterName =
  | 'perPacket'
  | 'perByte'
  | 'wakeup'
  | 'queueWakeup'
  | 'perReturn'
  | 'sendPerPacket'
  | 'sendPerByte'
  | 'sendQueue';

/** A reader as at most four physical parameters. What a profile does not name is 0, one packet at a time, constant. */
export interface ReaderProfile {
  readonly name: ReaderProfileName;
  readonly title: string;
  readonly description: string;
  /** Who works on packets that come back, where it is not a thread of its own: a fact of the program, not a number. */
  readonly returns?: 'first' | 'last';
  /** Entries taken at once, where it is not one: a constant of the program, not a fit. */
  readonly batch?: number;
  readonly parameters: Readonly<Partial<Record<ReaderParameterName, ReaderParameter>>>;
}

/** TAP and vhost-net were measured on one host, so that one value stands for both. */
const queueWakeupOfTapHost: ReaderParameter = {
  value: 5_280,
  unit: 'ns',
  source: 'one slot: 1448 bytes of payload in 10.4 us, of which QEMU takes one perPacket',
  fit: {
    rows: ['v3_tap_qlen/1/patched_mbps'],
    why: 'With one slot the queue wakes for every packet, on the CPU of the reader.',
  },
};

/** From the packet to the first instruction of the thread that slept: QEMU in ppoll(), the vhost worker. */
const wakeupOfTapHost: ReaderParameter = {
  value: 65_000,
  unit: 'ns',
  source: 'ten slots without backpressure: 625 Mbit/s; a burst longer than the ring is lost while the reader wakes',
  fit: {
    rows: ['v3_tap_qlen/10/default_mbps'],
    why: 'Ten slots are full before a reader that sleeps has woken; with a hundred it makes no difference.',
  },
};

/** Both VPNs were measured on the same machines. */
const wakeupOfVpnHost: ReaderParameter = {
  value: 250_000,
  unit: 'ns',
  source: 'ten slots without backpressure: 1.7 Mbit/s, a window of 18 packets; idle CPUs, epoll and the scheduler',
  fit: {
    rows: ['v3_tun_realworld_qlen/10/wireguard_go_mbps'],
    why: 'A train of packets meets a reader that sleeps: what does not fit the ring until it is awake is lost.',
  },
};

/**
 * The reader profiles by name: the only place of these values. `tunq calibrate` computes the fitted ones again.
 */
export const readerProfiles: Readonly<Record<ReaderProfileName, ReaderProfile>> = {
  openvpn: {
    name: 'openvpn',
    title: 'OpenVPN 2 in user space',
    description:
      'One loop for both ways, one packet at a time: a packet costs two turns, and what comes back is served before the device is looked at.',
    returns: 'first',
    parameters: {
      perPacket: {
        value: 18_700,
        unit: 'ns',
        source: 'lab at 10 ms: 417 Mbit/s are 28 us for a packet of 1448 bytes of payload and half an ACK',
        fit: {
          rows: ['v3_tun_lab_rtt/10/openvpn_patched_mbps'],
          why: 'At 10 ms the lab is limited by the CPU of OpenVPN: poll, read(), encryption, poll and sendto() a packet.',
        },
      },
      perReturn: {
        value: 18_700,
        unit: 'ns',
        source:
          'OpenVPN forward.c process_io: a packet that comes back takes two turns, too; as long as one that leaves',
      },
      wakeup: wakeupOfVpnHost,
    },
  },
  'wireguard-go': {
    name: 'wireguard-go',
    title: 'wireguard-go, without virtio-net headers',
    description:
      'One goroutine reads one packet a read(); encryption and sending follow in others, behind a queue for whose room it waits.',
    parameters: {
      perPacket: {
        value: 6_000,
        unit: 'ns',
        source:
          'assumed: a bare read() loop takes 2.3 us a packet (nodrop_tap_validation), Go’s poller and a channel add as much; 4 to 7 us make no difference',
      },
      sendPerPacket: {
        value: 14_900,
        unit: 'ns',
        source: 'lab at 10 ms, limited by the CPU: 679 to 787 Mbit/s in packets of 1368 bytes of payload',
        fit: {
          rows: ['v3_tun_lab_rtt/10/wireguard_go_mbps', 'v3_tun_lab_rtt/10/wireguard_go_patched_mbps'],
          why: 'At 10 ms the lab is limited by the goroutine that sends; the patched kernel is slower there, so the value lies between.',
        },
      },
      sendQueue: {
        value: 256,
        unit: 'packets',
        source:
          '500 slots lose the end of slow start, 970 packets, and 1000 do not: the queue holds less than the 1024 of QueueOutboundSize; 192 to 320 fit',
        fit: {
          rows: ['v3_tun_realworld_qlen/500/wireguard_go_mbps', 'v3_tun_realworld_qlen/100/wireguard_go_mbps'],
          why: 'Whether 500 slots overflow depends on what the program takes in besides.',
        },
      },
      wakeup: wakeupOfVpnHost,
    },
  },
  'wireguard-go-offload': {
    name: 'wireguard-go-offload',
    title: 'wireguard-go, with virtio-net headers',
    description:
      'A read() takes a TSO packet of up to 64 KiB, which is cut into at most 128 segments: a container, of which the outbound queue holds 1024. Encryption is done on all CPUs, in order; one goroutine sends a container as UDP batches (sendmmsg, GSO of 64 datagrams). Needs a device with offload: tso.',
    parameters: {
      perPacket: {
        value: 6_000,
        unit: 'ns',
        source: 'assumed: a read() and a channel of Go, as without virtio-net headers',
      },
      perByte: {
        value: 0.2,
        unit: 'ns/byte',
        source:
          'assumed: 5 GB/s for the copy and the checksums of the segments; below the time of sending, nothing depends on it',
      },
      sendPerByte: {
        value: 0.708,
        unit: 'ns/byte',
        source: 'TSO packets of 65,160 bytes of payload at 11.3 Gbit/s, UDP GSO and crypto work as slices, i5-12400',
        fit: {
          rows: ['wireguard_go_commit_bench/4201e08/after_gbps'],
          why: 'The only figure of it with offloads; of another machine than those of the VPN tables.',
        },
      },
      wakeup: wakeupOfVpnHost,
    },
  },
  'qemu-e1000': {
    name: 'qemu-e1000',
    title: 'QEMU’s e1000 without vhost',
    description: 'QEMU’s main loop reads frame after frame until the ring is empty or the card has no buffer.',
    parameters: {
      perPacket: {
        value: 5_110,
        unit: 'ns',
        source: 'pktgen into the guest, 195 to 196 thousand packets of 60 bytes a second',
        fit: {
          rows: ['v6_pktgen/TAP/stock_tx_kpps', 'v7_pktgen/TAP,1/stock_tx_kpps'],
          why: 'pktgen keeps the ring full of the smallest packets, so that QEMU is the bottleneck.',
        },
      },
      wakeup: wakeupOfTapHost,
      queueWakeup: queueWakeupOfTapHost,
    },
  },
  'vhost-net': {
    name: 'vhost-net',
    title: 'vhost-net for a virtio-net guest',
    description:
      'A kernel thread takes up to 64 entries at once (VHOST_NET_BATCH), copies them into the guest, and then looks again.',
    batch: 64,
    parameters: {
      perPacket: {
        value: 1_720,
        unit: 'ns',
        source: 'pktgen into the guest, 577 to 589 thousand packets of 60 bytes a second',
        fit: {
          rows: ['v6_pktgen/TAP+vhost_net/stock_tx_kpps', 'v7_pktgen/TAP+vhost-net,1/stock_tx_kpps'],
          why: 'pktgen keeps the ring full of the smallest packets, so that vhost-net is the bottleneck and their bytes hardly count.',
        },
      },
      perByte: {
        value: 0.281,
        unit: 'ns/byte',
        source: 'slots of 65,160 bytes of payload at 25.8 Gbit/s take 20.2 us, less the cost of a packet',
        fit: {
          rows: ['v3_vhost_qlen/10/default_mbps'],
          why: 'With ten slots the ring overflows while the guest’s CPU is idle for a fifth of the time: the copy into the guest is the bottleneck, in this row only.',
        },
      },
      wakeup: wakeupOfTapHost,
      queueWakeup: queueWakeupOfTapHost,
    },
  },
};

/** Names in {@link readerProfiles}. */
export const readerProfileNames = Object.keys(readerProfiles) as readonly ReaderProfileName[];

/** A profile as the core's reader. */
export function profileReader(name: ReaderProfileName): CoreReader {
  const { perPacket, perByte, wakeup, queueWakeup, perReturn, sendPerPacket, sendPerByte, sendQueue } =
    readerProfiles[name].parameters;
  return {
    service: 'constant',
    perPacket: perPacket?.value ?? 0,
    perByte: perByte?.value ?? 0,
    batch: readerProfiles[name].batch ?? 1,
    wakeup: wakeup?.value ?? 0,
    queueWakeup: queueWakeup?.value ?? 0,
    returns: readerProfiles[name].returns ?? 'apart',
    perReturn: perReturn?.value ?? 0,
    sendPerPacket: sendPerPacket?.value ?? 0,
    sendPerByte: sendPerByte?.value ?? 0,
    sendQueue: sendQueue?.value ?? 1024,
    stalls: null,
  };
}
