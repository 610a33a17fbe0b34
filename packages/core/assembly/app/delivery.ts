import { readClock, tryAgain } from '../clock';
import { config } from '../config';
import { Packet } from '../packet';
import { returnTurn } from '../path/path';
import { readAll, unread } from '../receiver/read';
import { receiveData } from '../receiver/receive';
import { Receiver } from '../receiver/receiver';
import { forward, state } from '../state';
import { jiffiesNow, jiffyNs } from '../tcp/jiffies';

/**
 * The far end when a packet comes, where reading the clock takes time (clock.ts). Three processes want the only CPU: the
 * writer that brought the packet and looks for the next one, iperf3's server, which it wakes, and the reader that takes
 * ACKs up. Elsewhere all that happens at once.
 *
 * Who goes first is up to EEVDF. `sched_clock` of that kernel is jiffies, so that virtual runtimes move only when a tick
 * falls into a turn: what a process is owed stays with it, from sleep to sleep, for hundreds of turns (`se.vlag`,
 * `place_entity`). The writer wakes alone and so is owed nothing. One that is owed something takes the CPU from it at
 * once; others wait until the writer has looked, in the order of waking. Orders, turns and what each tick changed were
 * seen with breakpoints on `__switch_to`, `try_to_wake_up` and the clock.
 */

/** iperf3's server reads blocks of 128 KiB (`Nread`), one for each select(), until a block is not filled. */
const READ_BLOCK: u32 = 131072;
/** Clock readings of pselect() when it returns (`poll_select_finish`), and of iperf3's timers. */
const READS_BEFORE_DATA: u32 = 2;
/** `tcp_mstamp_refresh` of an ACK that the reading sends. */
const READS_OF_ACK: u32 = 1;
/** Of iperf3's timers, of pselect() as it begins, and of `select_estimate_accuracy`. */
const READS_AFTER_DATA: u32 = 3;

/** `entity_lag`: a process is never owed more than a tick, and that is what waiting for the test has left. */
export function lagsInit(): void {
  state.serverLag = jiffyNs();
  state.returnLag = jiffyNs();
}

/** What each of `n` runnable processes gets for the ticks since `ticks`, in which one of them has run, ns. */
function share(ticks: u64, n: u32): i64 {
  return (<i64>(jiffiesNow() - ticks) * <i64>jiffyNs()) / <i64>n;
}

/** One that has waited for the CPU, or, with `loss` below 0, has had it. Debts are forgiven when the CPU is idle. */
function settle(lag: i64, gain: i64): i64 {
  return max<i64>(min<i64>(lag + gain, <i64>jiffyNs()), 0);
}

/** The writer looks at the next packet before it sleeps; `server` and `ack`: who waits meanwhile. */
function look(server: u32, ack: u32): void {
  if (forward.count == 0) return;
  const ticks = jiffiesNow();
  readClock(1);
  const gain = share(ticks, 1 + server + ack);
  if (server) state.serverLag = settle(state.serverLag, gain);
  if (ack) state.returnLag = settle(state.returnLag, gain);
}

/** The far end's reader runs; `writer` and `server`: who waits meanwhile. */
function takeAcks(writer: u32, server: u32): void {
  const ticks = jiffiesNow();
  returnTurn();
  const gain = share(ticks, 1 + writer + server);
  state.returnLag = settle(state.returnLag, -gain * <i64>(writer + server));
  if (server) state.serverLag = settle(state.serverLag, gain);
}

/** iperf3's server runs until it has read everything; `writer`: it waits meanwhile. */
function serve(rcv: Receiver, payload: u32, writer: u32): void {
  let left = unread(rcv);
  let ticks = jiffiesNow();
  while (left != 0) {
    readClock(READS_BEFORE_DATA);
    // All of it leaves the buffer with the first block: what that would change are windows within this turn.
    if (readAll(rcv, payload)) {
      readClock(READS_OF_ACK);
      if (state.returnLag > 0) {
        settleServer(ticks, writer, 0);
        takeAcks(writer, 1);
        ticks = jiffiesNow();
      }
    }
    if (left < READ_BLOCK) tryAgain();
    left -= min(left, READ_BLOCK);
    readClock(READS_AFTER_DATA);
  }
  settleServer(ticks, writer, state.returnHead != null ? 1 : 0);
}

function settleServer(ticks: u64, writer: u32, ack: u32): void {
  const gain = share(ticks, 1 + writer + ack);
  state.serverLag = settle(state.serverLag, -gain * <i64>(writer + ack));
  if (ack) state.returnLag = settle(state.returnLag, gain);
}

/** A packet reaches the receiver. */
export function deliver(rcv: Receiver, packet: Packet): void {
  if (config.clockRead == 0) {
    receiveData(rcv, packet);
    readAll(rcv, packet.payload);
    return;
  }
  state.delivering = 1;
  receiveData(rcv, packet);
  const server: u32 = unread(rcv) != 0 ? 1 : 0;
  const ack: u32 = state.returnHead != null ? 1 : 0;
  const preempted: u32 = (server && state.serverLag > 0) || (ack && state.returnLag > 0) ? 1 : 0;
  if (!preempted) look(server, ack);
  if (ack && state.returnLag > 0) takeAcks(preempted, server);
  if (server) serve(rcv, packet.payload, preempted);
  if (state.returnHead != null) takeAcks(preempted, 0);
  if (preempted) look(0, 0);
  state.delivering = 0;
}
