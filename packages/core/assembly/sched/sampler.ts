import { clientStartedAt } from '../app/handshake';
import { state } from '../state';
import { initialJiffies, jiffyNs } from '../tcp/jiffies';
import { PASSES, SLEEPS, spendTime, YIELDS } from './cpu';
import { TIMER_SLACK_NS } from './interval';
import { Entity, entity, SAMPLER, sched, setSleep } from './state';

/**
 * Each half second the lab looks at the sockets of either end: a program starts `sh`, that `ip netns exec`, and that `ss`,
 * which keep the CPU for 66 µs, a system call of 1 µs after the other. They are taken for one process that ends, and begins
 * anew, where one of them makes way for the next.
 */
const INTERVAL_NS: u64 = 500000000;
/** From the client's first SYN to the first look, ns. */
const FIRST_NS: i64 = 100031000;
const CALL_NS: u32 = 1000;
/** What each of them takes, ns. */
const PARTS: StaticArray<u32> = [5024, 4768, 20000, 1256, 6304, 4768, 20000, 1256, 2816];

function sleep(e: Entity, due: u64): void {
  e.reportAt = due;
  setSleep(e, due - TIMER_SLACK_NS, due);
}

/** The first look after the test has begun. */
export function samplerInit(): void {
  const begin = <i64>(state.tickPhase - initialJiffies() * jiffyNs());
  let due = clientStartedAt() + FIRST_NS - begin;
  while (due < <i64>TIMER_SLACK_NS) due += <i64>INTERVAL_NS;
  sleep(entity(SAMPLER), due);
}

export function runSampler(e: Entity): u32 {
  if (sched.sampleLeft == 0) sched.sampleLeft = PARTS[e.pc];
  const ns = min(sched.sampleLeft, CALL_NS);
  spendTime(ns);
  sched.sampleLeft -= ns;
  if (sched.sampleLeft != 0) return YIELDS;
  e.pc++;
  if (e.pc != <u32>PARTS.length) return PASSES;
  e.pc = 0;
  sleep(e, e.reportAt + INTERVAL_NS);
  return SLEEPS;
}
