import { scenarioDefaults as defaults } from './defaults.js';
import { quantity, wholeNumber } from './leaf.js';
import { z } from './zod.js';

const { cpus, xmit, lockWait } = defaults.machine;

const second = 1_000_000_000;
const cost = (description: string) => quantity('time', { description, min: 0, max: second });

/** A machine with several CPUs: how many there are, and costs, all of them time of the reader's. */
export const machineKeys = z.strictObject({
  cpus: wholeNumber({
    description:
      'CPUs that the reader and flows of pktgen and raw share, each thread bound to one; 0: each has its own.',
    min: 0,
    max: 1024,
  }).prefault(cpus.value),
  xmit: cost(
    'Work of the softirq of a queue wake-up on each packet that it moves into the ring, on the reader’s CPU.',
  ).prefault(xmit.value),
  lockWait: cost(
    'Wait of the reader’s CPU for a lock that another CPU used: for a packet that a sender’s CPU put into the ring, and for one that the softirq moves while another flow is in the qdisc.',
  ).prefault(lockWait.value),
});
