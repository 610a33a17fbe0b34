import type { Protocol } from '../protocol.js';
import { locked, reattach } from './parts.js';
import { v12 } from './v12.js';

/** v12 attached again with TUNSETQUEUE: `tun_attach` clears the count, and `tun_set_iff`, which would wake, is not called. */
export const v12SetQueue: Protocol = {
  ...v12,
  name: 'v12-set-queue',
  title: 'v12, attached again with TUNSETQUEUE',
  reattach: reattach(...locked('consumer', 'clear-count')),
};
