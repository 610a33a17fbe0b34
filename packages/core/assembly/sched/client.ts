import { bulkRun } from '../app/bulk';
import { sendControl } from '../app/control';
import { readClock } from '../clock';
import { flowAt } from '../flow';
import { SLEEPS, YIELDS } from './cpu';
import { READS_OF_REPORT, reportDue, sleepInSelect } from './interval';
import { Entity, sched } from './state';

/** iperf3's client (app/bulk.ts): a turn from select() to select(). The lab runs it with `-i 0.5`. */
export const CLIENT_INTERVAL_NS: u64 = 500000000;
/** Clock readings of a turn that finds no stream writable. */
const READS_OF_NOTHING: u32 = 5;

/** Steps: the message that begins the test comes; then one turn after another. */
export const CLIENT_SPINS: u32 = 1;
export const CLIENT_READS: u32 = 2;
const CLIENT_TURNS: u32 = 0;
/** Clock readings from the message to the end of the next select(). */
const READS_AFTER_MESSAGE: u32 = 6;

export function runClient(e: Entity): u32 {
  if (e.pc == CLIENT_READS) {
    // The ACK of the message leaves as the client reads it.
    sendControl(flowAt(sched.process), 0);
    e.pc = CLIENT_TURNS;
    return YIELDS;
  }
  if (e.pc == CLIENT_SPINS) {
    readClock(READS_AFTER_MESSAGE);
    e.pc = CLIENT_TURNS;
  }
  if (reportDue(e, CLIENT_INTERVAL_NS)) readClock(READS_OF_REPORT);
  if (!bulkRun(flowAt(sched.process), true)) readClock(READS_OF_NOTHING);
  sleepInSelect(e);
  return SLEEPS;
}
