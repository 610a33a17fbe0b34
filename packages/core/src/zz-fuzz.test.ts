import fc from 'fast-check';
import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { coreConfigs } from './testing/random-config.fixture.js';
import { OpenRun, checkedBuild } from './testing/builds.fixture.js';
const seed = Number(process.env.FZ_SEED ?? 1), n = Number(process.env.FZ_N ?? 300);
test('fuzz', () => {
  const probs: Record<string, {n: number, ex: unknown, size: number}> = {};
  const note = (k: string, cfg: unknown, extra?: unknown) => { const p = (probs[k] ??= {n:0, ex:null, size:1e9}); p.n++; const size=JSON.stringify(cfg).length; if (size < p.size) { p.size=size; p.ex = {cfg, extra}; } };
  const ts: number[] = []; let evs=0;
  const samples = fc.sample(coreConfigs, { seed, numRuns: n });
  for (const cfg of samples) {
    const t0 = performance.now(); writeFileSync('/tmp/fz/current.json', JSON.stringify(cfg));
    try {
      const run = new OpenRun(cfg, process.env.FZ_REL ? undefined : checkedBuild);
      let steps = 0; let hang=false;
      const N = cfg.device.queueLength;
      for (;;) {
        const before = run.simulation.now;
        const done = run.simulation.step(20000);
        const r = run.simulation.result(); const b = r.balance;
        if (b.sent !== b.delivered + b.ringDrops + b.qdiscDrops + b.pathDrops + b.inQdisc + b.inRing + b.inReader + b.inPath) { note('conservation', cfg, b); break; }
        const unread = run.ring('unread');
        if (unread > N) note('unread>N', cfg);
        if (r.ringProduced - r.ringConsumed !== unread) note('unread!=prod-cons', cfg);
        const d = r.queueStops - r.queueWakes; if (d !== 0 && d !== 1) note('stops-wakes '+d, cfg, r);
        const bad = (function walk(o: unknown): boolean { if (typeof o === 'number') return !(Number.isFinite(o) && o >= 0); if (o && typeof o === 'object') return Object.values(o).some(walk); return false; })(r);
        if (bad) note('nan/neg', cfg, r);
        if (done) break;
        if (run.simulation.now === before || ++steps > 200) { note('hang', cfg, {now: run.simulation.now, events: run.simulation.events}); hang=true; break; }
      }
      evs += run.simulation.events;
      if (!hang) {
      const r = run.simulation.result();
      if (!r.finished) note('not finished', cfg);
      if (r.now < cfg.duration) note('ended early', cfg, {now: r.now});
      if ((r.balance.inQdisc || r.balance.inRing) && N>0) note('left over', cfg, r);
      const eff = cfg.device.flowControl.stop !== 'never' && !(cfg.qdisc.kind==='noqueue');
      if (eff && cfg.device.flowControl.stop==='filled' && cfg.device.flowControl.wake!=='any' && N>0 && r.ringDrops>0) note('drops under bp ' + cfg.device.flowControl.wake + ' ' + cfg.device.kind+(cfg.reader.batch>1?' batch':''), cfg, r);
      if (eff && cfg.device.flowControl.stop==='last-slot' && cfg.device.flowControl.wake!=='any' && N>0 && r.ringDrops>0) note('drops under last-slot ' + cfg.device.flowControl.wake + ' ' + cfg.device.kind, cfg, r);
      if (N>0 && cfg.path.loss===0 && cfg.qdisc.kind!=='noqueue' && cfg.qdisc.limit>0) cfg.flows.forEach((f,i)=>{ if (f.kind==='tcp' && r.flows[i]!.goodputBytes===0 && r.qdiscDrops===0 && cfg.duration - f.start > 2*(cfg.path.delay+cfg.path.returnDelay) + 200e6 && (f.stop??1e18) > f.start) note('tcp flow starved', cfg, {i, f, r: r.flows[i], ring: r.ringDrops}); });
      if (cfg.path.loss===0 && cfg.path.jitter===0 && r.ringDrops+r.qdiscDrops+r.pathDrops===0 && r.retransmits>0) note('spurious rexmit', cfg, {re: r.retransmits});
      const live = run.read('State','livePackets');
      if (N>0 && live !== new DataView(run.core.memory.buffer).getUint32(2624+24,true)) note('packet leak', cfg, {live, back: new DataView(run.core.memory.buffer).getUint32(2624+24,true)});
      }
    } catch (e) { note('throw ' + String((e as Error).message), cfg, String((e as Error).stack).slice(0,1500)); }
    ts.push(performance.now() - t0);
  }
  ts.sort((a,b)=>a-b);
  console.log('time', ts[ts.length>>1], ts[Math.floor(ts.length*.9)], ts.at(-1), 'ev', evs/n, JSON.stringify(Object.fromEntries(Object.entries(probs).map(([k,v])=>[k,v.n])),null,1));
  writeFileSync('/tmp/fz/probs.json', JSON.stringify(probs, null, 1));
}, 600000);
