import type { Protocol } from '../protocol.js';
import { linux73 } from './linux-7.3.js';
import { merged } from './parts.js';

/** `__tun_wake_queue` of Linux 7.3 with `wakeAt: half`. */
export const linux73WakeHalf: Protocol = {
  ...linux73,
  name: 'linux-7.3-wake-half',
  title: 'Linux 7.3, wakeAt: half',
  rules: { stop: 'filled', wake: 'half', onFull: 'drop' },
  ...merged({}, { wakeAt: 'half' }),
};
