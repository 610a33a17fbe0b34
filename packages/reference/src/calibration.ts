import type { Settings } from '@tunq/sim';

/** What was measured with the same hosts or the same reader, and so shares its parameters. */
export type Setup = 'openvpn' | 'wireguard-go' | 'qemu-e1000' | 'vhost-net' | 'qemu-host';

/** A physical parameter that was fitted to published rows, because no source gives it. */
export interface CalibratedParameter {
  readonly setup: Setup;
  /** Key of the scenario. */
  readonly key: string;
  /** As the scenario takes it, with its unit. */
  readonly value: string;
  /** Cells that it was fitted on, as `table/row/column`. They are calibration; every other cell is a prediction. */
  readonly fittedOn: readonly string[];
  readonly why: string;
}

/**
 * Every fitted parameter, in the order of fitting. Nothing else in the scenarios of `cells.ts` was chosen by looking at a
 * published result. `scripts/fit.mjs` computes the values again: those with which the errors of the cells in `fittedOn` cancel.
 */
export const calibration: readonly CalibratedParameter[] = [
  {
    setup: 'openvpn',
    key: 'reader.perPacket',
    value: '28.1us',
    fittedOn: ['v3_tun_lab_rtt/10/openvpn_mbps', 'v3_tun_lab_rtt/10/openvpn_patched_mbps'],
    why: 'At 10 ms the lab is limited by the CPU of OpenVPN: two turns of its event loop, encryption and a sendto() a packet.',
  },
  {
    setup: 'wireguard-go',
    key: 'reader.perPacket',
    value: '14.9us',
    fittedOn: ['v3_tun_lab_rtt/10/wireguard_go_mbps', 'v3_tun_lab_rtt/10/wireguard_go_patched_mbps'],
    why: 'At 10 ms the lab is limited by the goroutine that reads the device; the patched kernel is slower there, so the value lies between.',
  },
  {
    setup: 'openvpn',
    key: 'receiver.truesize',
    value: '3200',
    fittedOn: ['v3_tun_lab_rtt/80/openvpn_patched_mbps'],
    why: 'At 80 ms the patched rows are limited by the receive window, whose share of the buffer is payload over truesize. What the receiver ran, and how long a run was, is not stated; runs of 10 s stand for it.',
  },
  {
    setup: 'wireguard-go',
    key: 'receiver.truesize',
    value: '3015',
    fittedOn: ['v3_tun_lab_rtt/80/wireguard_go_patched_mbps'],
    why: 'As with OpenVPN, of which it is independent: both values give the window the same share of the buffer.',
  },
  {
    setup: 'qemu-e1000',
    key: 'reader.perPacket',
    value: '5.29us',
    fittedOn: ['v3_tap_qlen/1000/default_mbps', 'v3_tap_qlen/1000/patched_mbps'],
    why: 'With 1000 slots QEMU is the bottleneck, whatever the kernel does.',
  },
  {
    setup: 'vhost-net',
    key: 'reader.perPacket',
    value: '1.72us',
    fittedOn: ['v6_pktgen/TAP+vhost_net/stock_tx_kpps', 'v7_pktgen/TAP+vhost-net,1/stock_tx_kpps'],
    why: 'pktgen fills the ring with packets of 60 bytes, 577 to 589 thousand a second.',
  },
  {
    setup: 'vhost-net',
    key: 'reader.perByte',
    value: '0.309ns',
    fittedOn: ['v3_vhost_qlen/1000/default_mbps', 'v3_vhost_qlen/1000/patched_mbps'],
    why: 'With 1000 slots of up to 64 KiB the copy into the guest is the bottleneck.',
  },
  {
    setup: 'qemu-host',
    key: 'reader.queueWakeup',
    value: '5.1us',
    fittedOn: ['v3_tap_qlen/1/patched_mbps'],
    why: 'With one slot the queue wakes for every packet. TAP and vhost ran on the same host, so that one value stands for both.',
  },
];

/** The fitted parameters of a cell's set-ups, as settings of its scenario. */
export function calibratedSettings(setups: readonly Setup[]): Settings {
  return Object.fromEntries(
    calibration.filter(({ setup }) => setups.includes(setup)).map(({ key, value }) => [key, value]),
  );
}

/** True for a cell that a parameter was fitted on. */
export function isCalibration(id: string): boolean {
  return calibration.some(({ fittedOn }) => fittedOn.includes(id));
}
