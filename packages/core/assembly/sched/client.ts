import { bulkRun } from '../app/bulk';
import { readClock } from '../clock';
import { flowAt } from '../flow';
import { SLEEPS } from './cpu';
import { READS_OF_REPORT, reportDue, sleepInSelect } from './interval';
import { Entity, sched } from './state';

/** iperf3's client (app/bulk.ts): a turn from select() to select(). The lab runs it with `-i 0.5`. */
export const CLIENT_INTERVAL_NS: u64 = 500000000;
/** Clock readings of a turn that finds no stream writable. */
const READS_OF_NOTHING: u32 = 5;

export function runClient(e: Entity): u32 {
  if (reportDue(e, CLIENT_INTERVAL_NS)) readClock(READS_OF_REPORT);
  if (!bulkRun(flowAt(sched.process), true)) readClock(READS_OF_NOTHING);
  sleepInSelect(e);
  return SLEEPS;
}
