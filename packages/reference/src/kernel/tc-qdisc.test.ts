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
    { kind: 'fq', flowLimit: 200, initialQuantum: 15_140, pacing: false },
  ],
  ['tbf+rate+100mbit+burst+32k+latency+50ms', { kind: 'tbf', rate: '100mbit', burst: '32k', latency: '50ms' }],
  ['netem+delay+10ms+limit+1000', { kind: 'netem', delay: '10ms', limit: 1000 }],
  ['pfifo+limit', { kind: 'pfifo', limit: null }],
])('%s', (text, qdisc) => {
  expect(tcQdisc(text)).toEqual(qdisc);
});
