import type { MemoryModel } from './instance.js';
import { type ColumnName, columnNames, type Row, type Verdict } from './table.js';

/** What the default table is known to say of a policy in a column, why, and the number of the fault in the history of the series. */
export interface Documented {
  readonly verdicts: Readonly<Record<MemoryModel, Verdict>>;
  readonly why: string;
  readonly fault?: number;
  /** It is the fault of another column, seen again. */
  readonly repeats?: true;
}

type Entry = Partial<Record<ColumnName, Documented>>;

const sameRace = 'the race of the ordinary run';

function each(sc: Verdict, tso: Verdict, weak: Verdict, why: string, fault?: number): Documented {
  return {
    verdicts: { sc, tso, weak },
    why,
    ...(fault !== undefined && { fault }),
    ...(why === sameRace && { repeats: true }),
  };
}
const always = (why: string, fault?: number): Documented => each('violated', 'violated', 'violated', why, fault);
const fromTso = (why: string, fault?: number): Documented => each('holds', 'violated', 'violated', why, fault);
const weakOnly = (why: string, fault?: number): Documented => each('holds', 'holds', 'violated', why, fault);
const allowed = (why: string, fault?: number): Documented => each('allowed', 'allowed', 'allowed', why, fault);
const absent = (why: string): Documented => each('none', 'none', 'none', why);

const entryFull =
  'a sender that was past the test for a stop finds the ring full, stops and returns BUSY without a notify';
const neverAgain = 'stopped after the reader asked; it finds nothing to read, so it never asks again';
const lltx = 'senders past their test for a stop (LLTX) meet a full ring; so does one sender after an early wake';
const noSlots = 'reads the slot array of a ring that has none';
const stopsNoSlots = 'a ring without slots counts as full, so the queue stops for ever';
const earlyRead = '"stopped?" is read early, the producer stops, the consumer frees the slot: nobody wakes';
const forced =
  'a wake of resize or attach lets a sender into a full ring: the consumer read "not stopped", the sender stops and drops, the slot is freed';
const secondLook = 'without the second look: full?, the reader takes all and sees no stop, stop';
const buffering = 'store buffering: the freed slot and the stop pass each other';
const noNotify = 'a put that failed stops and drops without a notify; the reader was asleep by then';

const verdicts: Readonly<Record<string, Entry>> = {
  'tail-drop': { drop: allowed('tail drop is its rule') },
  v1: {
    blocking: always(entryFull, 1),
    epoll: always('epoll_wait reports no event for an empty ring, so the wake before -EAGAIN is never reached', 5),
    drop: allowed(lltx, 4),
    size0: always(noSlots, 7),
    resize: always(sameRace, 1),
    reattach: always(sameRace, 1),
  },
  'v1-no-sleep-wake': {
    blocking: always(neverAgain, 1),
    polling: always(neverAgain, 1),
    epoll: always(neverAgain, 1),
    drop: allowed(lltx, 4),
    size0: always(noSlots, 7),
    resize: always(sameRace, 1),
    reattach: always(sameRace, 1),
  },
  ...Object.fromEntries(
    ['v2', 'v3', 'v4'].map((name) => [
      name,
      {
        blocking: always(noNotify, 4),
        polling: always('it does not wake before -EAGAIN: stopped after the last packet was taken, nobody wakes', 1),
        epoll: always(neverAgain, 5),
        drop: allowed(lltx, 4),
        size0: always(stopsNoSlots, 7),
        resize: always(sameRace),
        reattach: always(sameRace),
      },
    ]),
  ),
  v5: {
    blocking: weakOnly(earlyRead, 6),
    polling: weakOnly(earlyRead, 6),
    epoll: weakOnly(earlyRead, 6),
    drop: weakOnly('"stopped?" is read late, so the wake comes between stop and put: the full ring is not stopped'),
    size0: always(noSlots, 7),
    resize: always(forced, 6),
    reattach: always(forced, 6),
  },
  'v5-test-first': {
    blocking: always(earlyRead, 6),
    polling: always(earlyRead, 6),
    epoll: absent('not modelled'),
    drop: weakOnly('"stopped?" is read late, so the wake comes between stop and put: the full ring is not stopped'),
    size0: always(noSlots, 7),
    resize: always(earlyRead, 6),
    reattach: always(earlyRead, 6),
  },
  v6: {
    drop: weakOnly('"stopped?" is read late, so the wake comes between stop and put: the full ring is not stopped'),
    size0: always(noSlots, 7),
  },
  v7: {
    blocking: weakOnly('a wake of a queue that is not stopped orders nothing', 11),
    polling: weakOnly('a wake of a queue that is not stopped orders nothing', 11),
    epoll: weakOnly('a wake of a queue that is not stopped orders nothing', 11),
    size0: always(stopsNoSlots, 7),
    resize: weakOnly(sameRace, 11),
    reattach: weakOnly(sameRace, 11),
  },
  ...Object.fromEntries(
    ['v8', 'v9'].map((name) => [
      name,
      {
        blocking: fromTso(buffering, 11),
        polling: fromTso(buffering, 11),
        epoll: fromTso(buffering, 11),
        size0: always(stopsNoSlots, 7),
        resize: fromTso(sameRace, 11),
        reattach: fromTso(sameRace, 11),
      },
    ]),
  ),
  ...Object.fromEntries(
    [
      'v12',
      'linux-7.2-rc',
      'linux-7.3',
      'linux-7.3-wake-half',
      'linux-7.3-wake-empty',
      'linux-7.3-wake-any',
      'linux-7.3-wake-batch',
    ].map((name) => [name, { drop: allowed(lltx, 4) }]),
  ),
  'v12-no-producer-barrier': {
    blocking: weakOnly(buffering, 11),
    polling: weakOnly(buffering, 11),
    epoll: weakOnly(buffering, 11),
    drop: allowed(lltx, 4),
    resize: weakOnly(sameRace, 11),
    reattach: weakOnly(sameRace, 11),
  },
  'v12-no-consumer-barrier': {
    blocking: fromTso(buffering, 11),
    polling: fromTso(buffering, 11),
    epoll: fromTso(buffering, 11),
    drop: allowed(lltx, 4),
    resize: fromTso(sameRace, 11),
    reattach: fromTso(sameRace, 11),
  },
  'v12-no-recheck': {
    blocking: always(secondLook),
    polling: always(secondLook),
    epoll: always(secondLook),
    drop: allowed(lltx, 4),
    resize: always(sameRace),
    reattach: always(sameRace),
  },
  'v12-no-wake': {
    blocking: always('nobody wakes'),
    polling: always('nobody wakes'),
    epoll: always('nobody wakes'),
    drop: allowed(lltx, 4),
    resize: always(sameRace),
    reattach: always(sameRace),
  },
  'v12-set-queue': {
    drop: allowed(lltx, 4),
    reattach: always('stopped, detached (the ring is purged), attached without a wake', 13),
  },
  'veth-broken': {
    blocking: absent('NAPI runs on events'),
    polling: absent('NAPI runs on events'),
    epoll: fromTso(
      'the producer sees the ring as it was before the consumer drained it: not empty, so it does not wake',
      15,
    ),
    resize: absent('no such thread'),
    reattach: absent('no such thread'),
  },
  'veth-fixed': {
    blocking: absent('NAPI runs on events'),
    polling: absent('NAPI runs on events'),
    resize: absent('no such thread'),
    reattach: absent('no such thread'),
  },
};

/** What is known of a column of a policy; undefined: that it holds. */
export function documented(policy: string, column: ColumnName): Documented | undefined {
  return Object.hasOwn(verdicts, policy) ? verdicts[policy]![column] : undefined;
}

/** Cells of a default table that say something else than documented. */
export function surprises(
  rows: readonly Row[],
): { policy: string; memory: MemoryModel; column: ColumnName; verdict: Verdict; documented: Verdict }[] {
  return rows.flatMap((row) =>
    columnNames.flatMap((column) => {
      const known = documented(row.policy, column)?.verdicts[row.memory] ?? 'holds';
      const { verdict } = row.cells[column];
      return verdict === known ? [] : [{ policy: row.policy, memory: row.memory, column, verdict, documented: known }];
    }),
  );
}

/** Policies that have an entry. */
export const documentedPolicies = Object.keys(verdicts);
