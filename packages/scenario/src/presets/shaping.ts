import type { ScenarioInput } from '../schema.js';
import type { Preset } from './preset.js';

const question = 'unix.stackexchange.com/q/762935, to which the patch mails link: traffic shaping above a TUN device';

/** Bulk data and a ping that asks to go first, above a tunnel of 386 Mbit/s. A ring this short holds 1.5 ms. */
function shaped(qdisc: ScenarioInput['qdisc'], title: string, description: string): Preset {
  return {
    title: `${title}, tail drop`,
    description: `Four bulk CUBIC connections and a ping of priority 6 through a tunnel of 30 us a packet (386 Mbit/s), 50 slots, 40 ms. ${description}`,
    source: question,
    fitted: [],
    document: {
      duration: '20s',
      flows: [{ count: 4 }, { kind: 'ping', interval: '10ms', priority: 6 }],
      qdisc,
      device: { kind: 'tun', queueLength: 50, mtu: 1500, flowControl: 'tail-drop' },
      reader: { perPacket: '30us' },
      path: { rtt: '40ms' },
    },
  };
}

/** The same on Linux 7.3 with IFF_BACKPRESSURE. */
function withBackpressure(preset: Preset): Preset {
  return {
    ...preset,
    title: preset.title.replace('tail drop', 'backpressure'),
    description: `${preset.description} The device was opened with IFF_BACKPRESSURE.`,
    document: { ...preset.document, device: { ...preset.document.device, flowControl: 'linux-7.3' } },
  };
}

const workConserving = {
  'shaping-pfifo': shaped(
    { kind: 'pfifo' },
    'pfifo above a TUN device',
    'One queue for all: what the others are held against.',
  ),
  'shaping-prio': shaped(
    { kind: 'prio' },
    'prio above a TUN device',
    'Priority 6 is its first band, which is served before the others.',
  ),
  'shaping-fq_codel': shaped(
    { kind: 'fq_codel' },
    'fq_codel above a TUN device',
    'A flow that sends little, as the ping, is served before the others.',
  ),
} as const;

const tbf = (rate: string) => ({ kind: 'tbf', rate, burst: '16kb', latency: '5ms' }) as const;

const shapers = {
  'shaping-tbf-above': shaped(
    tbf('500mbit'),
    'tbf faster than the tunnel',
    'The bucket is never empty for long: the shaper shapes nothing.',
  ),
  'shaping-tbf-below': shaped(
    tbf('340mbit'),
    'tbf slower than the tunnel',
    'The shaper is the bottleneck, so that the queue is its own, at the price of a tenth of the rate.',
  ),
} as const;

const tailDrop = { ...workConserving, ...shapers };

/** Qdiscs above a ring that drops, where they never hold a packet, and above one that pushes back. */
export const shapingPresets = {
  ...tailDrop,
  ...(Object.fromEntries(
    Object.entries(tailDrop).map(([name, preset]) => [`${name}-backpressure`, withBackpressure(preset)]),
  ) as Record<`${keyof typeof tailDrop}-backpressure`, Preset>),
};
