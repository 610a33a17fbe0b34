import { describe, expect, test } from 'vitest';
import { explore } from './explore.js';
import { memoryModels } from './instance.js';
import { protocols } from './policies/index.js';
import { readerKinds } from './protocol.js';
import { replay } from './replay.js';

describe('losing schedules, replayed on the plain TypeScript ring', () => {
  test.each(Object.keys(protocols))(
    '%s',
    (name) => {
      const protocol = protocols[name]!;
      for (const memory of memoryModels) {
        for (const reader of readerKinds) {
          if (!protocol.reader[reader]) continue;
          for (const ring of [1, 2]) {
            const { violations, drops } = explore({ protocol, memory, reader, ring, producers: ring === 1 ? 2 : 1 });
            if (drops.schedule) replay(drops.schedule);
            if (violations.drop) replay(violations.drop);
            if (!violations.wake) continue;
            const end = replay(violations.wake);
            expect(end.stopped).toBe(true);
            expect(end.unread).toBe(violations.wake.steps.at(-1)!.state[12]! - 1);
            if (reader !== 'polling') expect(end.asleep).toBe(true);
            if (memory === 'sc') expect(end.staleLoads).toBe(0);
          }
        }
      }
    },
    60_000,
  );
});

test('store buffering cannot be replayed without a store that waits', () => {
  const { violations } = explore({ protocol: protocols.v9!, memory: 'tso', reader: 'blocking', ring: 1, producers: 1 });
  const end = replay(violations.wake!);
  expect(end.staleLoads).toBeGreaterThan(0);
  expect(end).toMatchObject({ unread: 0, full: false, stopped: true, asleep: true });
});
