import type { CoreReader } from '@tunq/core';

/** Names of the readers with a profile. */
export type ReaderProfileName = 'openvpn' | 'wireguard-go' | 'qemu-e1000' | 'vhost-net';

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
  | 'batch'
  | 'wakeup'
  | 'queueWakeup'
  | 'perReturn'
  | 'sendPerPacket'
  | 'sendQueue';

/** A reader as at most four physical parameters. What a profile does not name is 0, one packet at a time, constant. */
export interface ReaderProfile {
  readonly name: ReaderProfileName;
  readonly title: string;
  readonly description: string;
  /** Who works on packets that come back, where it is not a thread of its own: a fact of the program, not a number. */
  readonly returns?: 'first' | 'last';
  readonly parameters: Readonly<Partial<Record<ReaderParameterName, ReaderParameter>>>;
}

/** TAP and vhost-net were measured on one host, so that one value stands for both. */
const queueWakeupOfTapHost: ReaderParameter = {
  value: 5_040,
  unit: 'ns',
  source: 'one slot: 1448 bytes of payload in 10.4 us, of which QEMU takes one perPacket',
  fit: {
    rows: ['v3_tap_qlen/1/patched_mbps'],
    why: 'With one slot the queue wakes for every packet, on the CPU of the reader.',
  },
};

/**
 * The reader profiles by name: the only place of these values. `packages/reference/scripts/fit.mjs` computes the fitted ones again.
 */
export const readerProfiles: Readonly<Record<ReaderProfileName, ReaderProfile>> = {
  openvpn: {
    name: 'openvpn',
    title: 'OpenVPN 2 in user space',
    description:
      'Single-threaded: one read() takes one packet, encrypts it and sends it before the next is read; a packet costs two turns of the event loop.',
    parameters: {
      perPacket: {
        value: 28_100,
        unit: 'ns',
        source: 'lab at 10 ms, limited by the CPU: 402 to 417 Mbit/s in packets of 1448 bytes of payload',
        fit: {
          rows: ['v3_tun_lab_rtt/10/openvpn_mbps', 'v3_tun_lab_rtt/10/openvpn_patched_mbps'],
          why: 'At 10 ms the lab is limited by the CPU of OpenVPN: two turns of its event loop, encryption and a sendto() a packet.',
        },
      },
      batch: {
        value: 1,
        unit: 'packets',
        source: 'OpenVPN forward.c read_incoming_tun: one read(2) a packet',
      },
    },
  },
  'wireguard-go': {
    name: 'wireguard-go',
    title: 'wireguard-go, without virtio-net headers',
    description:
      'One goroutine reads one packet a read() and hands it to queues of 1024 that it waits for when they are full.',
    parameters: {
      perPacket: {
        value: 14_900,
        unit: 'ns',
        source: 'lab at 10 ms, limited by the CPU: 679 to 787 Mbit/s in packets of 1368 bytes of payload',
        fit: {
          rows: ['v3_tun_lab_rtt/10/wireguard_go_mbps', 'v3_tun_lab_rtt/10/wireguard_go_patched_mbps'],
          why: 'At 10 ms the lab is limited by the goroutine that reads the device; the patched kernel is slower there, so the value lies between.',
        },
      },
      batch: {
        value: 1,
        unit: 'packets',
        source: 'wireguard-go tun/tun_linux.go Read: one read(2), one ring entry',
      },
    },
  },
  'qemu-e1000': {
    name: 'qemu-e1000',
    title: 'QEMU’s e1000 without vhost',
    description: 'QEMU’s main loop reads frame after frame until the ring is empty or the card has no buffer.',
    parameters: {
      perPacket: {
        value: 5_290,
        unit: 'ns',
        source: '1000 slots: 189 thousand packets a second; pktgen into the guest on the same machine: 195 to 196',
        fit: {
          rows: ['v3_tap_qlen/1000/default_mbps', 'v3_tap_qlen/1000/patched_mbps'],
          why: 'With 1000 slots QEMU is the bottleneck, whatever the kernel does.',
        },
      },
      queueWakeup: queueWakeupOfTapHost,
      batch: { value: 1, unit: 'packets', source: 'QEMU net/tap.c tap_send: one read(2) a packet' },
    },
  },
  'vhost-net': {
    name: 'vhost-net',
    title: 'vhost-net for a virtio-net guest',
    description: 'A kernel thread takes up to 64 entries at once, copies them into the guest, and then looks again.',
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
        value: 0.309,
        unit: 'ns/byte',
        source: 'slots of 65,160 bytes of payload at 23.4 to 23.9 Gbit/s take 22 us, less the cost of a packet',
        fit: {
          rows: ['v3_vhost_qlen/1000/default_mbps', 'v3_vhost_qlen/1000/patched_mbps'],
          why: 'With 1000 slots of up to 64 KiB the copy into the guest is the bottleneck.',
        },
      },
      queueWakeup: queueWakeupOfTapHost,
      batch: { value: 64, unit: 'packets', source: 'drivers/vhost/net.c VHOST_NET_BATCH' },
    },
  },
};

/** Names in {@link readerProfiles}. */
export const readerProfileNames = Object.keys(readerProfiles) as readonly ReaderProfileName[];

/** A profile as the core's reader. */
export function profileReader(name: ReaderProfileName): CoreReader {
  const { perPacket, perByte, batch, wakeup, queueWakeup, perReturn, sendPerPacket, sendQueue } =
    readerProfiles[name].parameters;
  return {
    service: 'constant',
    perPacket: perPacket?.value ?? 0,
    perByte: perByte?.value ?? 0,
    batch: batch?.value ?? 1,
    wakeup: wakeup?.value ?? 0,
    queueWakeup: queueWakeup?.value ?? 0,
    returns: readerProfiles[name].returns ?? 'apart',
    perReturn: perReturn?.value ?? 0,
    sendPerPacket: sendPerPacket?.value ?? 0,
    sendQueue: sendQueue?.value ?? 1024,
    stalls: null,
  };
}
