/** What may hold traffic back, or be wrong with the question; `unknown`: the sources do not tell. */
export const limits = {
  'ring-tail-drop': 'the ring is too short: it overflows and drops',
  noqueue: 'the ring overflows, and without a qdisc nothing can hold the packets',
  reader: 'the reader: it is never idle, and packets wait for it',
  'no-reader': 'no program has the device open',
  qdisc: 'the qdisc above the device',
  'receive-window': 'the receive window',
  'send-buffer': 'the send buffer',
  application: 'the application: it does not send more',
  'path-loss': 'loss on the path behind the device',
  'path-bottleneck': 'a bottleneck on the path behind the device',
  healthy: 'none: nothing is lost, and the window is still opening',
  idle: 'none: no traffic takes the device',
  'wrong-device': 'the statistics are not those of the TUN or TAP device that the traffic takes',
  unknown: 'not enough to tell',
} as const;

export type Limit = keyof typeof limits;
