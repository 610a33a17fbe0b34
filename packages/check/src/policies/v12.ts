import type { Protocol } from '../protocol.js';
import { locked, merged, reattach, resize } from './parts.js';

/**
 * v12, the version that was merged: `tun_net_xmit` stops if the next slot is taken, full barrier, looks again; a put that failed is
 * dropped. `__tun_wake_queue`: full barrier, and if stopped count, wake at half of the ring or when it is empty. A resize wakes under
 * the consumer lock only.
 */
export const v12: Protocol = {
  name: 'v12',
  title: 'v12: the version that was merged, full barriers on both sides',
  source: '20260510151529.43895-1-simon.schippers@tu-dortmund.de; 1d6e569b7d0c tun_net_xmit, __tun_wake_queue',
  rules: { stop: 'filled', wake: 'half', onFull: 'drop' },
  ...merged(),
  resize: resize(...locked('consumer', 'clear-count', 'wake')),
  reattach: reattach(...locked('consumer', 'clear-count'), 'wake'),
};
