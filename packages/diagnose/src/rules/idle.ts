import { evidence } from '../evidence.js';
import { thresholds } from '../thresholds.js';
import { no, open, type Rule, yes } from './rule.js';

export const idle: Rule = {
  limit: 'idle',
  needs: ['link'],
  judge({ device, tcp, iperf3, kinds }) {
    if (!kinds.has('link') || device?.read === undefined || device.drops === undefined) return open();
    const packets = device.read + device.drops;
    const seen = (means: string) => [
      evidence('packets between the snapshots', packets, 'packets', device.sources, means),
    ];
    if (packets >= thresholds.idle) return no(...seen('there is traffic'));
    return tcp || iperf3 ? open(...seen('hardly any traffic')) : yes(seen('hardly any traffic'));
  },
};
