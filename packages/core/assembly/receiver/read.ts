import { state } from '../state';
import { counters } from '../stats/counters';
import { sendAck } from './ack';
import { Receiver } from './receiver';
import { adjustSpace, offer, receiveWindow } from './window';

/** Bytes in order that the application has not read. */
export function unread(rcv: Receiver): u32 {
  return rcv.rcvNxt - rcv.copiedSeq;
}

/**
 * `tcp_recvmsg`, `tcp_cleanup_rbuf`: the application reads all there is, the first skb with `payload` bytes. True if an
 * ACK of its own leaves for that.
 */
export function readAll(rcv: Receiver, payload: u32): bool {
  const copied = unread(rcv);
  if (copied == 0) return false;
  adjustSpace(rcv, min(payload, copied));
  rcv.copiedSeq = rcv.rcvNxt;
  rcv.queuedMem = 0;
  counters.readBytes += copied;
  if (!state.ended) {
    rcv.flow.goodputBytes += copied;
    counters.goodputBytes += copied;
  }
  if (!ackOfReading(rcv)) return false;
  sendAck(rcv);
  return true;
}

function ackOfReading(rcv: Receiver): bool {
  if (rcv.ackScheduled) {
    if (rcv.rcvNxt - rcv.rcvWup > rcv.rcvMss || (rcv.ackPushed != 0 && rcv.oooMem == 0)) return true;
  }
  // The window has doubled through this read: say so.
  const left = receiveWindow(rcv);
  if (2 * <u64>left > <u64>rcv.windowClamp) return false;
  const wider = offer(rcv);
  return wider != 0 && wider >= 2 * left;
}
