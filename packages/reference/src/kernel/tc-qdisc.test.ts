import { expect, test } from 'vitest';
import { tcQdisc } from './tc-qdisc.js';

test.each([
  ['fq', { kind: 'fq' }],
  ['pfifo+limit+50', { kind: 'pfifo', limit: 50 }],
  [
    'fq_codel+limit+100+target+5ms+interval+100+noecn',
    { kind: 'fq_codel', limit: 100, target: '5ms', interval: '100us' },
  ],
  [
    'fq+flow_limit+200+initial_quantum+15140+nopacing',
    { kind: 'fq', flowLimit: 200, initialQuantum: 15_140, nopacing: true },
  ],
  ['tbf+rate+100mbit+burst+32k+latency+50ms', { kind: 'tbf', rate: '100mbit', burst: '32k', latency: '50ms' }],
  ['netem+delay+10ms+limit+1000', { kind: 'netem', delay: '10ms', limit: 1000 }],
  ['tbf+rate+12500000+buffer+5000+limit+60000', { kind: 'tbf', rate: 12_500_000, burst: 5000, limit: 60_000 }],
  ['netem+delay+10ms+2ms+limit+50', { kind: 'netem', delay: '10ms', jitter: '2ms', limit: 50 }],
  ['netem+delay+10000+loss+random+1', { kind: 'netem', delay: '10000us', loss: '1%' }],
  ['netem+loss+0.1%', { kind: 'netem', loss: '0.1%' }],
  [
    'prio+bands+2+priomap+1+1+1+1+1+1+0+0+1+1+1+1+1+1+1+1',
    { kind: 'prio', bands: 2, priomap: [1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1] },
  ],
  ['fq+pacing+horizon_drop+ce_threshold+1ms+limit+9', { kind: 'fq', limit: 9 }],
  ['pfifo+limit', { kind: 'pfifo', limit: null }],
  ['pfifo+', { kind: 'pfifo', '': null }],
  ['pfifo+constructor+1', { kind: 'pfifo', constructor: 1 }],
])('%s', (text, qdisc) => {
  expect(tcQdisc(text)).toEqual(qdisc);
});
