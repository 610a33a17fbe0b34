import type { Protocol } from '../protocol.js';
import { linux72rc } from './linux-7.2-rc.js';
import { linux73 } from './linux-7.3.js';
import { linux73WakeAny } from './linux-7.3-wake-any.js';
import { linux73WakeBatch } from './linux-7.3-wake-batch.js';
import { linux73WakeEmpty } from './linux-7.3-wake-empty.js';
import { linux73WakeHalf } from './linux-7.3-wake-half.js';
import { tailDrop } from './tail-drop.js';
import { v1 } from './v1.js';
import { v1NoSleepWake } from './v1-no-sleep-wake.js';
import { v2 } from './v2.js';
import { v3 } from './v3.js';
import { v4 } from './v4.js';
import { v5 } from './v5.js';
import { v5TestFirst } from './v5-test-first.js';
import { v6 } from './v6.js';
import { v7 } from './v7.js';
import { v8 } from './v8.js';
import { v9 } from './v9.js';
import { v12 } from './v12.js';
import { v12NoConsumerBarrier } from './v12-no-consumer-barrier.js';
import { v12NoProducerBarrier } from './v12-no-producer-barrier.js';
import { v12NoRecheck } from './v12-no-recheck.js';
import { v12NoWake } from './v12-no-wake.js';
import { v12SetQueue } from './v12-set-queue.js';
import { vethBroken } from './veth-broken.js';
import { vethFixed } from './veth-fixed.js';

/** The protocols by name: the series, what kernels shipped, the sister driver, and what is left when a part is taken out. */
export const protocols: Readonly<Record<string, Protocol>> = Object.fromEntries(
  [
    tailDrop,
    v1,
    v1NoSleepWake,
    v2,
    v3,
    v4,
    v5,
    v5TestFirst,
    v6,
    v7,
    v8,
    v9,
    v12,
    v12NoProducerBarrier,
    v12NoConsumerBarrier,
    v12NoRecheck,
    v12NoWake,
    v12SetQueue,
    linux72rc,
    linux73,
    linux73WakeHalf,
    linux73WakeEmpty,
    linux73WakeAny,
    linux73WakeBatch,
    vethBroken,
    vethFixed,
  ].map((protocol) => [protocol.name, protocol]),
);

/** Names of {@link protocols}, in the order of the table. */
export const protocolNames: readonly string[] = Object.keys(protocols);
