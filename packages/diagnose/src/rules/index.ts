import { application } from './application.js';
import { healthy } from './healthy.js';
import { idle } from './idle.js';
import { noReader } from './no-reader.js';
import { pathBottleneck, pathLoss } from './path.js';
import { qdisc } from './qdisc.js';
import { reader } from './reader.js';
import { noqueue, ringTailDrop } from './ring.js';
import type { Rule } from './rule.js';
import { receiveWindow, sendBuffer } from './windows.js';
import { wrongDevice } from './wrong-device.js';

/** Every limit, in the order in which a yes counts: first what is wrong with the question, then what is near the ring. */
export const rules: readonly Rule[] = [
  wrongDevice,
  noReader,
  idle,
  noqueue,
  ringTailDrop,
  qdisc,
  reader,
  pathLoss,
  pathBottleneck,
  receiveWindow,
  sendBuffer,
  application,
  healthy,
];
