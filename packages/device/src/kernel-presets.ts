import type { FlowControlName } from './flow-control.js';

/** Names of the kernels that differ in what the driver does with a full ring. */
export type KernelPresetName = 'stock' | 'linux-7.2-rc' | 'linux-7.3';

/** What a kernel's driver does with a full ring. */
export interface KernelPreset {
  readonly name: KernelPresetName;
  readonly title: string;
  /** Without the opener asking for anything. */
  readonly flowControl: FlowControlName;
  /** With `IFF_BACKPRESSURE` (0x0080) in TUNSETIFF; null: the kernel does not know the flag. */
  readonly withBackpressureFlag: FlowControlName | null;
  readonly source: string;
}

/** The kernels by name. */
export const kernelPresets: Readonly<Record<KernelPresetName, KernelPreset>> = {
  stock: {
    name: 'stock',
    title: 'Up to 7.1, and 7.2 as released: tail drop',
    flowControl: 'tail-drop',
    withBackpressureFlag: null,
    source: 'drivers/net/tun.c tun_net_xmit; reverts f11b48aa674b, 6bc85579c3bb, 8f83be72d9f5, c3da92af07ea',
  },
  'linux-7.2-rc': {
    name: 'linux-7.2-rc',
    title: '7.2-rc1 to rc5: backpressure wherever there is a qdisc',
    flowControl: 'linux-7.2-rc',
    withBackpressureFlag: null,
    source: 'd4c22d70d725, baf808fe4fcd, fba362c17d9d, 1d6e569b7d0c',
  },
  'linux-7.3': {
    name: 'linux-7.3',
    title: '7.3: tail drop, or backpressure if the opener asks for it',
    flowControl: 'tail-drop',
    withBackpressureFlag: 'linux-7.3',
    source: '485e38995cc3, 9b990ae358b3, f65c1fb427aa, 43be21ec2efd, d00c7369ef24',
  },
};
