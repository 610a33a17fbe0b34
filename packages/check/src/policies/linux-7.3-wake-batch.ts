import type { Protocol } from '../protocol.js';
import { linux73 } from './linux-7.3.js';
import { merged } from './parts.js';

/** `__tun_wake_queue` of Linux 7.3 with `wakeAt: batch`. */
export const linux73WakeBatch: Protocol = {
  ...linux73,
  name: 'linux-7.3-wake-batch',
  title: 'Linux 7.3, wakeAt: batch',
  rules: { stop: 'filled', wake: 'batch', onFull: 'drop' },
  ...merged({}, { wakeAt: 'batch' }),
};
