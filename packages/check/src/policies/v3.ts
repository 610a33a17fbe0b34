import type { Protocol } from '../protocol.js';
import { ifLocked, readers } from './parts.js';
import { v2 } from './v2.js';

/** v3: `tun_net_xmit` of v2; TAP and vhost-net as well, which wakes after each batch that left the ring empty; the sleep loop wakes always. */
export const v3: Protocol = {
  ...v2,
  name: 'v3',
  title: 'v3: TUN, TAP and vhost-net',
  source: '20250825211832.84901-1-simon.schippers@tu-dortmund.de tun_net_xmit, tun_ring_recv, vhost_net_buf_produce',
  notes: '',
  reader: readers({ vhost: true, after: ifLocked('consumer', 'empty', ['wake']), sleepLoop: ['wake'] }),
};
