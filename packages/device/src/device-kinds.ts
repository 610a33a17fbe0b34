import type { CoreDevice } from '@tunq/core';

/** What a kind of device is by default, and where that is written. */
export interface DeviceKind {
  readonly name: CoreDevice['kind'];
  readonly title: string;
  /** `txqueuelen` of a new device, packets: the slots of its ring. */
  readonly queueLength: number;
  /** Whether its usual reader negotiates TSO, so that a slot holds up to 64 KiB. */
  readonly offload: 'none' | 'tso';
  /** Entries that its reader takes from the ring in one go. */
  readonly batch: number;
  /** False: the driver has no backpressure; the ring always drops at its tail. */
  readonly backpressure: boolean;
  readonly source: string;
}

/** The kinds of device by the name that a scenario gives them. */
export const deviceKinds: Readonly<Record<CoreDevice['kind'], DeviceKind>> = {
  tun: {
    name: 'tun',
    title: 'TUN: a program reads IP packets, one a read()',
    queueLength: 500,
    offload: 'none',
    batch: 1,
    backpressure: true,
    source: 'include/uapi/linux/if_tun.h TUN_READQ_SIZE; drivers/net/tun.c tun_do_read',
  },
  tap: {
    name: 'tap',
    title: 'TAP: a program (QEMU) reads Ethernet frames, one a read()',
    queueLength: 1000,
    offload: 'none',
    batch: 1,
    backpressure: true,
    source: 'net/ethernet/eth.c ether_setup DEFAULT_TX_QUEUE_LEN; drivers/net/tun.c tun_do_read',
  },
  'tap+vhost': {
    name: 'tap+vhost',
    title: 'TAP read in the kernel by vhost-net, for a virtio-net guest that negotiated TSO',
    queueLength: 1000,
    offload: 'tso',
    batch: 64,
    backpressure: true,
    source:
      'net/ethernet/eth.c ether_setup DEFAULT_TX_QUEUE_LEN; drivers/vhost/net.c VHOST_NET_BATCH, vhost_net_buf_produce',
  },
  macvtap: {
    name: 'macvtap',
    title: 'macvtap or ipvtap: the TAP ring without tun.c above it',
    queueLength: 500,
    offload: 'none',
    batch: 1,
    backpressure: false,
    source: 'drivers/net/macvtap.c macvtap_setup TUN_READQ_SIZE; drivers/net/tap.c tap_handle_frame',
  },
};
