import { Packet } from '../packet';
import { fqDequeue, fqEnqueue, fqInit } from './fq';
import { fqCodelDequeue, fqCodelEnqueue, fqCodelInit } from './fq_codel';
import { netemDequeue, netemEnqueue, netemInit } from './netem';
import { pfifoDequeue, pfifoEnqueue, pfifoInit } from './pfifo';
import { pfifoFastDequeue, pfifoFastEnqueue, pfifoFastInit } from './pfifo_fast';
import { prioDequeue, prioEnqueue, prioInit } from './prio';
import {
  QDISC_FQ,
  QDISC_FQ_CODEL,
  QDISC_NETEM,
  QDISC_PFIFO,
  QDISC_PFIFO_FAST,
  QDISC_PRIO,
  QDISC_TBF,
  qdisc,
  SUCCESS,
} from './qdisc';
import { tbfDequeue, tbfEnqueue, tbfInit } from './tbf';

/** `struct Qdisc_ops`: what tells one kind from another. */

/** `init`. */
export function opsInit(): void {
  switch (qdisc.kind) {
    case QDISC_PFIFO_FAST:
      pfifoFastInit();
      break;
    case QDISC_PFIFO:
      pfifoInit();
      break;
    case QDISC_FQ_CODEL:
      fqCodelInit();
      break;
    case QDISC_FQ:
      fqInit();
      break;
    case QDISC_TBF:
      tbfInit();
      break;
    case QDISC_PRIO:
      prioInit();
      break;
    case QDISC_NETEM:
      netemInit();
      break;
  }
}

/** `enqueue`. What it drops lies in `qdisc.toFree` afterwards. */
export function opsEnqueue(packet: Packet): i32 {
  switch (qdisc.kind) {
    case QDISC_PFIFO_FAST:
      return pfifoFastEnqueue(packet);
    case QDISC_PFIFO:
      return pfifoEnqueue(packet);
    case QDISC_FQ_CODEL:
      return fqCodelEnqueue(packet);
    case QDISC_FQ:
      return fqEnqueue(packet);
    case QDISC_TBF:
      return tbfEnqueue(packet);
    case QDISC_PRIO:
      return prioEnqueue(packet);
    case QDISC_NETEM:
      return netemEnqueue(packet);
    default:
      unreachable();
      return SUCCESS;
  }
}

/** `dequeue`. */
export function opsDequeue(): Packet | null {
  switch (qdisc.kind) {
    case QDISC_PFIFO_FAST:
      return pfifoFastDequeue();
    case QDISC_PFIFO:
      return pfifoDequeue();
    case QDISC_FQ_CODEL:
      return fqCodelDequeue();
    case QDISC_FQ:
      return fqDequeue();
    case QDISC_TBF:
      return tbfDequeue();
    case QDISC_PRIO:
      return prioDequeue();
    case QDISC_NETEM:
      return netemDequeue();
    default:
      return null;
  }
}

/** `TCQ_F_CAN_BYPASS`: a packet that finds the qdisc empty goes to the device directly. */
export function opsCanBypass(): bool {
  switch (qdisc.kind) {
    case QDISC_PFIFO_FAST:
      return true;
    case QDISC_PFIFO:
    case QDISC_FQ_CODEL:
      return qdisc.limit >= 1;
    default:
      return false;
  }
}
