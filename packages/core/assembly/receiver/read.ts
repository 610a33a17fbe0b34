import { state } from '../state';
import { counters } from '../stats/counters';
import { Receiver } from './receiver';
import { adjustSpace, offer, receiveWindow } from './window';

/** Bytes in order that the application has not read. */
export function unread(rcv: Receiver): u32 {
  return rcv.rcvNxt - rcv.copiedSeq;
}

/** `tcp_recvmsg`, `tcp_cleanup_rbuf`: the application reads `n` bytes. True if an ACK should leave for that. */
export function copyToUser(rcv: Receiver, n: u32): bool {
  const left = unread(rcv) - n;
  adjustSpace(rcv, min(rcv.firstUnread, n));
  rcv.copiedSeq += n;
  rcv.queuedMem = left == 0 ? 0 : <u32>((<u64>rcv.queuedMem * left) / (left + n));
  counters.readBytes += n;
  if (!state.ended) {
    rcv.flow.goodputBytes += n;
    counters.goodputBytes += n;
  }
  if (rcv.ackScheduled) {
    if (rcv.rcvNxt - rcv.rcvWup > rcv.rcvMss || (rcv.ackPushed != 0 && rcv.oooMem + rcv.queuedMem == 0)) return true;
  }
  // The window has doubled through this read: say so.
  const window = receiveWindow(rcv);
  if (2 * <u64>window > <u64>rcv.windowClamp) return false;
  const wider = offer(rcv);
  return wider != 0 && wider >= 2 * window;
}
