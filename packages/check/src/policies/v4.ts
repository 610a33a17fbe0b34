import type { Protocol, Step } from '../protocol.js';
import { locked, readers, reattach, resize, stopAfterPut } from './parts.js';

/** Wakes if stopped and a slot is free; smp_rmb between the two tests. */
const wakeIfSpare: readonly Step[] = [{ if: 'stopped', do: ['read-barrier', { if: 'spare', do: ['wake'] }] }];

/** v4: smp_wmb before the stop of `tun_net_xmit`; the wake in a helper, which vhost-net calls after each batch. */
export const v4: Protocol = {
  name: 'v4',
  title: 'v4: wakes when one slot is free, with smp_wmb and smp_rmb',
  source: '20250902080957.47265-1-simon.schippers@tu-dortmund.de tun_net_xmit, tun_ring_recv, vhost_net_buf_produce',
  notes: 'Modelled: the test for a spare slot takes no lock.',
  rules: { stop: 'filled', wake: 'spare', onFull: 'drop' },
  producer: ['send', 'lookup', ...locked('producer', 'produce'), stopAfterPut('write-barrier', 'stop')],
  reader: readers({ vhost: true, after: wakeIfSpare, sleepLoop: wakeIfSpare }),
  resize: resize(),
  reattach: reattach('wake'),
};
