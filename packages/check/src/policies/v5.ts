import type { Protocol } from '../protocol.js';
import { readers, reattach, resize, stopAheadOfPut } from './parts.js';

/**
 * v5, `tun_net_xmit` without LLTX: stops before the put that takes the last slot, so that the entry carries the news. The consumer
 * wakes if it freed slots and had read "stopped" before; between `__ptr_ring_peek` and that read stands only a compiler barrier.
 */
export const v5: Protocol = {
  name: 'v5',
  title: 'v5: stops before the last slot is taken',
  source: '20250922221553.47802-1-simon.schippers@tu-dortmund.de tun_net_xmit, tun_ring_consume',
  rules: { stop: 'last-slot', wake: 'batch', onFull: 'drop' },
  producer: stopAheadOfPut({ if: 'last-slot-or-full', do: ['stop'] }),
  reader: readers({
    vhost: true,
    discard: ['note-stopped', 'discard', { if: 'freed', do: [{ if: 'was-stopped', do: ['wake'] }] }],
  }),
  resize: resize('wake'),
  reattach: reattach('wake'),
};
