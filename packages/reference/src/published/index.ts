import { derivedEffectiveWindow } from './derived-effective-window.js';
import { librecastIperf3Threads } from './librecast-iperf3-threads.js';
import { nodropQemuIperf3 } from './nodrop-qemu-iperf3.js';
import { nodropTapValidation } from './nodrop-tap-validation.js';
import type { PublishedTable } from './published-table.js';
import { rootlesskitPr615 } from './rootlesskit-pr615.js';
import { timeline } from './timeline.js';
import { v3TapDelay } from './v3-tap-delay.js';
import { v3TapQlen } from './v3-tap-qlen.js';
import { v3TunLabRtt } from './v3-tun-lab-rtt.js';
import { v3TunRealworldQlen } from './v3-tun-realworld-qlen.js';
import { v3VhostDelay } from './v3-vhost-delay.js';
import { v3VhostQlen } from './v3-vhost-qlen.js';
import { v4Summary } from './v4-summary.js';
import { v5Pktgen } from './v5-pktgen.js';
import { v6Pktgen } from './v6-pktgen.js';
import { v7Iperf3 } from './v7-iperf3.js';
import { v7PinnedIperf3 } from './v7-pinned-iperf3.js';
import { v7PinnedPktgen } from './v7-pinned-pktgen.js';
import { v7Pktgen } from './v7-pktgen.js';
import { wireguardGoCommitBench } from './wireguard-go-commit-bench.js';

/** Every published table, those of the first mail in front. */
export const publishedTables: readonly PublishedTable[] = [
  v3TunLabRtt,
  v3TunRealworldQlen,
  v3TapQlen,
  v3TapDelay,
  v3VhostQlen,
  v3VhostDelay,
  v4Summary,
  v5Pktgen,
  v6Pktgen,
  v7Pktgen,
  v7Iperf3,
  v7PinnedPktgen,
  v7PinnedIperf3,
  librecastIperf3Threads,
  nodropQemuIperf3,
  nodropTapValidation,
  derivedEffectiveWindow,
  wireguardGoCommitBench,
  rootlesskitPr615,
  timeline,
];
