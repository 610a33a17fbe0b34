/** What is checked; docs/checker.md defines each. */
export const properties = {
  wake: 'no lost wake-up: a stopped queue with packets to send is woken',
  drop: 'no packet is dropped while backpressure applies and one sender sends',
  order: 'packets come out in order, none lost, none twice',
  sleep: 'the reader does not sleep on packets that it could read',
  crash: 'nothing reads beyond the slots, also without any',
  detach: 'after a detach nothing is left in the ring for the next attach',
} as const;
export type PropertyName = keyof typeof properties;
export const propertyNames = Object.keys(properties) as readonly PropertyName[];
