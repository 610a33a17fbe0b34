import type { Protocol } from '../protocol.js';
import { merged } from './parts.js';
import { variant } from './variant.js';

/** `__tun_wake_queue` of v12 that counts and never wakes. */
export const v12NoWake: Protocol = variant('v12-no-wake', 'v12 without the wake', merged({}, { wake: false }));
