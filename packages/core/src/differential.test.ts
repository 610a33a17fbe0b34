import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Simulation, simulate } from './simulation.js';
import { checkedBuild, finish, firstDifference } from './testing/open-run.fixture.js';
import { propertyOptions } from './testing/property.fixture.js';
import { coreConfigs } from './testing/random-config.fixture.js';

/** Ways in which nothing may differ, to the last bit. */

test('FIFO lines and one heap give the same result', () => {
  fc.assert(
    fc.property(coreConfigs, (config) => {
      expect(simulate({ ...config, eventQueue: 'heap' })).toEqual(simulate({ ...config, eventQueue: 'lines' }));
    }),
    propertyOptions(300),
  );
});

test('the checked build gives the result of the release build', () => {
  fc.assert(
    fc.property(coreConfigs, (config) => {
      expect(simulate(config, { wasm: checkedBuild })).toEqual(simulate(config));
    }),
    propertyOptions(300),
  );
});

test('the same experiment twice leaves the same memory', () => {
  fc.assert(
    fc.property(coreConfigs, (config) => {
      const first = finish(new Simulation(config));
      const second = finish(new Simulation(structuredClone(config)));
      expect(firstDifference(first.snapshot(), second.snapshot())).toBeNull();
      expect(second.result()).toEqual(first.result());
    }),
    propertyOptions(150),
  );
});

test('the size of a step does not matter', () => {
  fc.assert(
    fc.property(coreConfigs, (config) => {
      const whole = finish(new Simulation(config), 1_000_000).snapshot();
      for (const chunk of [1, 7, 1_000]) {
        expect(
          firstDifference(whole, finish(new Simulation(config), chunk).snapshot()),
          `steps of ${chunk}`,
        ).toBeNull();
      }
    }),
    propertyOptions(150),
  );
});

test('a run restored from a snapshot goes on bit for bit', () => {
  fc.assert(
    fc.property(coreConfigs, fc.double({ min: 0, max: 1, noNaN: true }), (config, share) => {
      const whole = finish(new Simulation(config));
      const original = new Simulation(config);
      original.step(Math.round(share * whole.events));
      const snapshot = original.snapshot();
      const restored = Simulation.restore(snapshot);
      // The snapshot is a copy: what the original does later does not reach it.
      finish(original);
      finish(restored);
      expect(restored.events).toBe(whole.events);
      expect(firstDifference(restored.snapshot(), original.snapshot())).toBeNull();
      expect(firstDifference(restored.snapshot(), whole.snapshot())).toBeNull();
      expect(restored.result()).toEqual(whole.result());
    }),
    propertyOptions(150),
  );
});

test('one snapshot can be restored many times', () => {
  const [config] = fc.sample(coreConfigs, { seed: 3, numRuns: 1 });
  const simulation = new Simulation(config!);
  simulation.step(100);
  const snapshot = simulation.snapshot();
  const ends = [1, 2, 3].map(() => finish(Simulation.restore(snapshot)).result());
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[2]).toEqual(ends[0]);
  expect(ends[0]!.finished).toBe(true);
});

test('looking at the result on the way changes nothing', () => {
  fc.assert(
    fc.property(coreConfigs, fc.integer({ min: 1, max: 500 }), (config, chunk) => {
      const looked = new Simulation(config);
      while (!looked.step(chunk)) looked.result();
      expect(looked.result()).toEqual(simulate(config));
    }),
    propertyOptions(100),
  );
});

test('a trace changes nothing, and does not depend on how often it is taken', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 32_768, max: 60_000 }));
  fc.assert(
    fc.property(coreConfigs, sizes, (config, [chunk, capacity]) => {
      const traced = (steps: number, room: number) => {
        const simulation = new Simulation({ ...config, trace: { capacity: room } });
        const records = [];
        for (let done = false; !done; ) {
          done = simulation.step(steps);
          records.push(...simulation.takeTrace());
        }
        return { records, result: simulation.result() };
      };
      const often = traced(chunk, capacity);
      const seldom = traced(4_096, 400_000);
      expect(often.result).toEqual(simulate(config));
      expect(seldom.result).toEqual(often.result);
      expect(often.records.length).toBe(seldom.records.length);
      expect(often.records.findIndex((record, i) => !isDeepStrictEqual(record, seldom.records[i]))).toBe(-1);
    }),
    propertyOptions(30),
  );
});

test('seeds matter where something is random, and only there', () => {
  const [base] = fc.sample(coreConfigs, { seed: 3, numRuns: 1 });
  const still = {
    ...base!,
    duration: 1e9,
    flows: [{ kind: 'tcp' as const, congestion: 'cubic' as const, start: 0 }],
    reader: { ...base!.reader, service: 'constant' as const, perPacket: 50_000, stalls: null },
    path: { ...base!.path, loss: 0, jitter: 0 },
  };
  expect(simulate({ ...still, seed: 2 })).toEqual(simulate({ ...still, seed: 1 }));
  const lossy = { ...still, path: { ...still.path, loss: 0.01 } };
  expect(simulate({ ...lossy, seed: 2 })).not.toEqual(simulate({ ...lossy, seed: 1 }));
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['a part of a page', new Uint8Array(65_537)],
])('a snapshot of %s is refused', (_, bytes) => {
  expect(() => Simulation.restore(bytes)).toThrow(RangeError);
});
