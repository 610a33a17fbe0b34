import type { Protocol } from '../protocol.js';
import { linux73 } from './linux-7.3.js';
import { merged } from './parts.js';

/** `__tun_wake_queue` of Linux 7.3 with `wakeAt: any`. */
export const linux73WakeAny: Protocol = {
  ...linux73,
  name: 'linux-7.3-wake-any',
  title: 'Linux 7.3, wakeAt: any',
  rules: { stop: 'filled', wake: 'any', onFull: 'drop' },
  ...merged({}, { wakeAt: 'any' }),
};
