import { Packet } from '../packet';
import { fifoDequeue, fifoEnqueue, pfifoEnqueue } from './fifo';
import { fqCodelDequeue, fqCodelEnqueue, fqCodelInit } from './fq_codel';
import { QDISC_FQ_CODEL, QDISC_PFIFO, QDISC_PFIFO_FAST, qdisc } from './qdisc';

/** `struct Qdisc_ops`: what tells one kind from another. The default kind comes first, as it carries most runs. */

/** `init`. */
export function opsInit(): void {
  if (qdisc.kind == QDISC_FQ_CODEL) fqCodelInit();
}

/** `enqueue`. What it drops lies in `qdisc.toFree` afterwards. */
export function opsEnqueue(packet: Packet): i32 {
  const kind = qdisc.kind;
  if (kind == QDISC_PFIFO_FAST) return fifoEnqueue(packet);
  if (kind == QDISC_PFIFO) return pfifoEnqueue(packet);
  return fqCodelEnqueue(packet);
}

/** `dequeue`. */
export function opsDequeue(): Packet | null {
  const kind = qdisc.kind;
  if (kind <= QDISC_PFIFO) return fifoDequeue();
  return fqCodelDequeue();
}

/** `TCQ_F_CAN_BYPASS`: a packet that finds the qdisc empty goes to the device directly. */
export function opsCanBypass(): bool {
  return qdisc.kind == QDISC_PFIFO_FAST || qdisc.limit >= 1;
}
