import { expect, test } from 'vitest';
import { addresses, layout } from './generated/layout.js';
import { Simulation } from './simulation.js';
import { bulkConfig } from './testing/bulk-config.fixture.js';

/**
 * Who had the only CPU of the lab's kernel (Reno, one stream, a ring of 100, 40 ms, 60 us a packet): its switches from
 * 30 us to 118 ms of the test, recorded with a breakpoint on `__switch_to`. 0: the writer of the tunnel, 1: its reader,
 * 2 and 3: those of the way back, 4: iperf3's server, 5: its client, 6: idle.
 */
const RECORDED =
  '1016161616161616161616161606060324060340603406034060340603406034060340603406034062162610626162616261' +
  '6261626162616261626161616161616161616161616034206034060340603406034060340603406034060340603406040603' +
  '4060406034060406034060406034060406034062162510626162616261626162616261626162616162616162616162561616' +
  '2616162616161616161616161616161616161616161616161616040603420603406034060340603406034060340603406034' +
  '0603406034060340603406034060340603406034060340603406034060340603406034060340603406034060340603406034' +
  '06034060340603406043406040603406040603406040603406';
const FROM_NS = 30_000;
const UNTIL_NS = 118_000_000;

function switches(): string {
  const plain = bulkConfig('reno', { duration: 2 * UNTIL_NS, clockRead: 256 });
  const simulation = new Simulation({
    ...plain,
    device: { ...plain.device, queueLength: 100 },
    qdisc: { kind: 'pfifo_fast', limit: 10_000 },
    reader: { ...plain.reader, perPacket: 60_000 },
  });
  const current = addresses.SCHED + layout.Sched.fields.current.offset;
  const time = addresses.SCHED + layout.Sched.fields.time.offset;
  let was = 6;
  let out = '';
  while (!simulation.step(1)) {
    const memory = simulation.snapshot();
    const view = new DataView(memory.buffer, memory.byteOffset);
    const now = Number(view.getBigUint64(time, true));
    if (now >= UNTIL_NS) break;
    const is = view.getUint32(current, true);
    if (is !== was && now > FROM_NS) out += is;
    was = is;
  }
  return out;
}

test("the lab's processes have the CPU in the order that its kernel gave it to them", () => {
  expect(switches()).toBe(RECORDED);
});
