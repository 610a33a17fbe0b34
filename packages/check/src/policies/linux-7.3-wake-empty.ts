import type { Protocol } from '../protocol.js';
import { linux73 } from './linux-7.3.js';
import { merged } from './parts.js';

/** `__tun_wake_queue` of Linux 7.3 with `wakeAt: empty`. */
export const linux73WakeEmpty: Protocol = {
  ...linux73,
  name: 'linux-7.3-wake-empty',
  title: 'Linux 7.3, wakeAt: empty',
  rules: { stop: 'filled', wake: 'empty', onFull: 'drop' },
  ...merged({}, { wakeAt: 'empty' }),
};
