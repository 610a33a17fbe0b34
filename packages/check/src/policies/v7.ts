import type { Protocol } from '../protocol.js';
import { locked, readers, reattach, resize, stopAndLookAgain } from './parts.js';

/**
 * v7, `tun_net_xmit`: stops after the attempt to produce if the next slot is taken, full barrier, looks again. `tun_ring_consume`
 * wakes whenever it freed slots, without asking whether the queue is stopped and without a barrier of its own.
 */
export const v7: Protocol = {
  name: 'v7',
  title: 'v7: stops after the put, looks again; wakes on every freed batch',
  source: '20260107210448.37851-1-simon.schippers@tu-dortmund.de tun_net_xmit, tun_ring_consume',
  notes: 'A ring of size 0 answers as __ptr_ring_produce does (full); the helper of v7 to v9 was not found.',
  rules: { stop: 'filled', wake: 'batch', onFull: 'busy' },
  producer: [
    'send',
    'lookup',
    ...locked('producer', 'produce', stopAndLookAgain({ test: 'refused' })),
    { if: 'produced', do: ['notify'], else: ['busy'] },
  ],
  reader: readers({ vhost: true, discard: ['discard', { if: 'freed', do: ['wake'] }] }),
  resize: resize(),
  reattach: reattach('wake'),
};
