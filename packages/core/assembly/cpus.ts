import { config } from './config';
import { scheduleAttempt } from './flood/schedule';
import { settleFloods } from './flood/wait';
import { Flow, flowAt } from './flow';
import { arenaAlloc } from './memory/arena';
import { CPUS_AT } from './memory/map';
import { state } from './state';

/**
 * The CPUs of the sending machine, where these are counted (`Config.cpus`): thread *i* that sends as fast as it can is
 * bound to CPU *i* modulo their number, as pktgen's are, and the reader runs where the fewest of them are. Those on one
 * CPU share it equally, as CFS shares among threads of one weight.
 *
 * A share is a rate, not a sequence of slices: while it is shared by n, work takes n times as long. Slices of a few
 * milliseconds would give the same rates, because a ring that is flooded is full again microseconds after its reader
 * goes on, and they would need a length that no source gives.
 */
@unmanaged
export class Cpus {
  /** Where the reader runs. */
  readerCpu: u32;
  /** 1 while the reader has work. */
  readerBusy: u32;
  /** Sending threads so far: their numbers. */
  threads: u32;
  /** Threads that now send, by CPU (u32 each). */
  active: usize;
}

export const cpus: Cpus = changetype<Cpus>(CPUS_AT);

export function cpusInit(): void {
  if (config.cpus == 0) return;
  cpus.active = arenaAlloc((<usize>config.cpus) << 2);
  cpus.readerCpu = config.cpus - 1;
}

/** The next thread gets its CPU. */
export function bindThread(flow: Flow): void {
  flow.cpu = config.cpus == 0 ? 0 : cpus.threads++ % config.cpus;
}

function activeAt(cpu: u32): usize {
  return cpus.active + ((<usize>cpu) << 2);
}

/** A thread begins or ends to send. */
export function threadActive(flow: Flow, active: bool): void {
  if (config.cpus == 0) return;
  // Whoever waits on that CPU has had another share until now.
  settleFloods(true);
  const at = activeAt(flow.cpu);
  store<u32>(at, active ? load<u32>(at) + 1 : load<u32>(at) - 1);
}

/** How many share the CPU of a thread that sends: its work takes so many times as long. */
export function threadShare(flow: Flow): u64 {
  if (config.cpus == 0) return 1;
  return <u64>load<u32>(activeAt(flow.cpu)) + (flow.cpu == cpus.readerCpu ? cpus.readerBusy : 0);
}

/** The same of the reader. */
export function readerShare(): u64 {
  return config.cpus == 0 ? 1 : <u64>load<u32>(activeAt(cpus.readerCpu)) + 1;
}

/** The reader falls asleep or has work again: what is left of the attempts on its CPU takes less or more time. */
export function readerBusy(busy: u32): void {
  if (cpus.readerBusy == busy || config.cpus == 0) return;
  if (load<u32>(activeAt(cpus.readerCpu)) != 0) {
    settleFloods(true);
    for (let i: u32 = 0; i < state.flowCount; i++) {
      const flow = flowAt(i);
      if (flow.sending && !flow.blocked && flow.cpu == cpus.readerCpu) rescale(flow, busy);
    }
  }
  cpus.readerBusy = busy;
}

function rescale(flow: Flow, busy: u32): void {
  const threads = <u64>load<u32>(activeAt(flow.cpu));
  const left = max(flow.nextAttempt, state.now) - state.now;
  // One more shares the CPU, or one less.
  const scaled = busy ? (left * (threads + 1)) / threads : (left * threads) / (threads + 1);
  scheduleAttempt(flow, state.now + scaled);
}
