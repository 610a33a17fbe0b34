import type { Protocol } from '../protocol.js';
import { readers, resize, stopAheadOfPut } from './parts.js';
import { v5 } from './v5.js';

/**
 * v6: as v5, never stops in a full ring; also wakes if it had read "stopped" and the ring is now empty. Barriers: smp_rmb between
 * entry and "stopped" in the consumer, smp_wmb between freeing and waking, smp_rmb before the producer looks at the slots.
 */
export const v6: Protocol = {
  ...v5,
  name: 'v6',
  title: 'v6: v5, and wakes on empty as well',
  source: '20251120152914.1127975-1-simon.schippers@tu-dortmund.de tun_ring_produce, tun_ring_consume',
  notes: 'Where its barriers stand is not established; modelled where they order what its text names.',
  producer: stopAheadOfPut('read-barrier', { if: 'last-slot', do: ['stop'] }),
  reader: readers({
    vhost: true,
    discard: [
      'read-barrier',
      'note-stopped',
      'discard',
      { if: 'was-stopped', do: ['write-barrier', { if: ['freed', 'empty'], do: ['wake'] }] },
    ],
  }),
  resize: resize(),
};
