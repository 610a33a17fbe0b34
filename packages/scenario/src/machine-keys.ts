import { scenarioDefaults as defaults } from './defaults.js';
import { quantity } from './leaf.js';
import { z } from './zod.js';

const { xmit, lockWait } = defaults.machine;

const second = 1_000_000_000;
const cost = (description: string) => quantity('time', { description, min: 0, max: second });

/** Costs of a machine with several CPUs, all of them time of the reader's. */
export const machineKeys = z.strictObject({
  xmit: cost(
    'Work of the softirq of a queue wake-up on each packet that it moves into the ring, on the reader’s CPU.',
  ).prefault(xmit.value),
  lockWait: cost(
    'Wait of the reader’s CPU for a lock that another CPU used: for a packet that a sender’s CPU put into the ring, and for one that the softirq moves while another flow is in the qdisc.',
  ).prefault(lockWait.value),
});
