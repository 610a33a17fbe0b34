import type { CoreReader } from '@tunq/core';

/** Names of the readers with a profile. */
export type ReaderProfileName = 'openvpn' | 'wireguard-go' | 'qemu-e1000' | 'vhost-net';

/** One parameter of a profile. */
export interface ReaderParameter {
  /** In `unit`, as {@link CoreReader} has it. */
  readonly value: number;
  readonly unit: 'ns' | 'ns/byte' | 'packets';
  /** The kernel or program rule, or the measurement that it follows from. */
  readonly source: string;
  /** Published rows that fixed the value, as `table/row/column`. Those rows are calibration; they are never predictions. Empty: not fitted. */
  readonly fitted: readonly string[];
}

/** A reader as a few physical parameters. What a profile does not name is 0, one packet at a time, constant. */
export interface ReaderProfile {
  readonly name: ReaderProfileName;
  readonly title: string;
  readonly description: string;
  readonly parameters: Readonly<
    Partial<Record<'perPacket' | 'perByte' | 'batch' | 'wakeup' | 'queueWakeup', ReaderParameter>>
  >;
}

/** The reader profiles by name. */
export const readerProfiles: Readonly<Record<ReaderProfileName, ReaderProfile>> = {
  openvpn: {
    name: 'openvpn',
    title: 'OpenVPN 2 in user space',
    description:
      'Single-threaded: one read() takes one packet, encrypts it and sends it before the next is read; a packet costs two turns of the event loop.',
    parameters: {
      perPacket: {
        value: 27_000,
        unit: 'ns',
        source: 'CPU-bound lab rows, 402 to 417 Mbit/s in packets of 1400 bytes of payload',
        fitted: ['v3_tun_lab_rtt/10/openvpn_mbps', 'v3_tun_lab_rtt/10/openvpn_patched_mbps'],
      },
      batch: {
        value: 1,
        unit: 'packets',
        source: 'OpenVPN forward.c read_incoming_tun: one read(2) a packet',
        fitted: [],
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
        value: 14_000,
        unit: 'ns',
        source: 'CPU-bound lab rows, 765 to 787 Mbit/s in packets of 1400 bytes of payload',
        fitted: ['v3_tun_lab_rtt/10/wireguard_go_mbps', 'v3_tun_lab_rtt/20/wireguard_go_mbps'],
      },
      batch: {
        value: 1,
        unit: 'packets',
        source: 'wireguard-go tun/tun_linux.go Read: one read(2), one ring entry',
        fitted: [],
      },
    },
  },
  'qemu-e1000': {
    name: 'qemu-e1000',
    title: 'QEMU’s e1000 without vhost',
    description: 'QEMU’s main loop reads frame after frame until the ring is empty or the card has no buffer.',
    parameters: {
      perPacket: {
        value: 5_200,
        unit: 'ns',
        source: 'pktgen into the guest, 195 to 196 kpps on the same machine; iperf3 at 1000 slots, 189 kpps',
        fitted: ['v3_tap_qlen/1000/default_mbps'],
      },
      queueWakeup: {
        value: 5_000,
        unit: 'ns',
        source: 'U = n/(n + L/s) at n = 1 with wake on empty gives L/s = 0.964',
        fitted: ['v3_tap_qlen/1/patched_mbps'],
      },
      batch: { value: 1, unit: 'packets', source: 'QEMU net/tap.c tap_send: one read(2) a packet', fitted: [] },
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
        source: 'pktgen into the guest, 577 to 589 kpps of 60-byte packets',
        fitted: [],
      },
      perByte: {
        value: 0.315,
        unit: 'ns/byte',
        source: 'slots of 65,160 bytes of payload at 23.4 Gbit/s take 22.3 us, less the cost of a packet',
        fitted: ['v3_vhost_qlen/1000/default_mbps'],
      },
      batch: { value: 64, unit: 'packets', source: 'drivers/vhost/net.c VHOST_NET_BATCH', fitted: [] },
    },
  },
};

/** Names in {@link readerProfiles}. */
export const readerProfileNames = Object.keys(readerProfiles) as readonly ReaderProfileName[];

/** A profile as the core's reader. */
export function profileReader(name: ReaderProfileName): CoreReader {
  const { perPacket, perByte, batch, wakeup, queueWakeup } = readerProfiles[name].parameters;
  return {
    service: 'constant',
    perPacket: perPacket?.value ?? 0,
    perByte: perByte?.value ?? 0,
    batch: batch?.value ?? 1,
    wakeup: wakeup?.value ?? 0,
    queueWakeup: queueWakeup?.value ?? 0,
    stalls: null,
  };
}
