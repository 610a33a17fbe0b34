import {
  applySettings,
  type PresetName,
  presets,
  type Scenario,
  ScenarioDocument,
  ScenarioError,
  validateScenario,
} from '@tunq/scenario';
import { type AdviseChoice, type AdviseQuestion, type AdviseReader, adviseRules } from './question.js';
import { readerRate, readerSlowdown, segmentPayload, slotPayload } from './rate.js';

/** A preset that has the reader, and what is changed of it. */
const setUps: Readonly<Record<AdviseReader, { readonly preset: PresetName; readonly settings: readonly string[] }>> = {
  'wireguard-go': { preset: 'wireguard-go-world', settings: [] },
  'wireguard-go-offload': {
    preset: 'wireguard-go-world',
    settings: ['reader={ profile: wireguard-go-offload }', 'device.offload=tso'],
  },
  openvpn: { preset: 'openvpn-world', settings: [] },
  'qemu-e1000': { preset: 'tap-e1000', settings: [] },
  'vhost-net': { preset: 'tap-vhost', settings: [] },
};

/** Readers that `advise` knows. */
export const adviseReaders = Object.keys(setUps) as readonly AdviseReader[];

/** Settings of a user that the grid would overwrite: how to say it instead. */
const varied: readonly (readonly [key: RegExp, instead: string])[] = [
  [/^device\.queueLength\b/, '--txqueuelen, what the device has today; every length is tried'],
  [/^device\.flowControl\b/, '--kernel'],
  [/^qdisc\b/, '--qdisc'],
  [/^duration\b/, '--duration'],
  [/^path\.rtt\b/, '--rtt'],
  [/^reader\.profile\b/, '--reader'],
  [/^flows(?:$|\[|\.\d|\.count\b)/, '--flows, or flows.KEY for all of them'],
];

/** A question as scenarios: what all runs have in common, and what the numbers of the question became. */
export interface AdviseSetUp {
  readonly document: ScenarioDocument;
  /** Of today's choice, without the ping. */
  readonly scenario: Scenario;
  readonly preset: PresetName;
  readonly today: AdviseChoice;
  /** ns */
  readonly duration: number;
  /** ns */
  readonly pingInterval: number;
  /** What the reader's profile carries, bit/s of payload. */
  readonly profileRate: number;
  /** What the reader of the runs carries, bit/s of payload. */
  readonly readerRate: number;
  /** Every piece of the reader's work takes this many times as long as the profile says. */
  readonly slowdown: number;
}

/**
 * What a question becomes.
 *
 * @throws {ScenarioError} for a setting that is wrong, or of a key that is varied
 */
export function setUp(question: AdviseQuestion): AdviseSetUp {
  refuseVaried(question.settings);
  const { preset, settings } = setUps[question.reader];
  const { kernel, rtt, rate, bottleneck } = question;
  const plain = applySettings(new ScenarioDocument(presets[preset].document, preset), [
    ...settings,
    `path.rtt=${rtt}`,
    `device.flowControl=${kernel.flowControl}`,
    `qdisc={ kind: ${question.qdiscs[0]} }`,
    `flows=[{ kind: tcp, count: ${question.flows} }]`,
  ]);
  const named = applySettings(plain, question.settings);
  const profile = validateScenario(named);
  const profileRate = readerRate(profile) ?? Number.POSITIVE_INFINITY;
  const slowdown = rate === null || bottleneck === 'path' ? 1 : readerSlowdown(profile, rate);
  const paced = applySettings(named, [
    ...(slowdown === 1 ? [] : slowed(profile, slowdown)),
    ...(rate === null || bottleneck === 'reader' ? [] : pathSettings(profile, rate)),
  ]);
  const carried = Math.min(rate ?? Number.POSITIVE_INFINITY, slowdown === 1 ? profileRate : Number.POSITIVE_INFINITY);
  const duration = question.duration ?? usualDuration(profile, carried);
  const document = applySettings(paced, [
    `duration=${duration}`,
    // The presets name the default of the kind of device.
    ...(question.queueLength === null ? [] : [`device.queueLength=${question.queueLength}`]),
  ]);
  const scenario = validateScenario(document);
  const perSecond = carried / 8 / slotPayload(scenario, carried);
  return {
    document,
    scenario,
    preset,
    today: {
      flowControl: kernel.flowControl,
      queueLength: scenario.device.queueLength,
      qdisc: scenario.qdisc.kind,
    },
    duration,
    pingInterval: Math.max(
      10e3,
      Math.round(Math.max(duration / adviseRules.pings, 1e9 / perSecond / adviseRules.pingShare)),
    ),
    profileRate,
    readerRate: profileRate / slowdown,
    slowdown,
  };
}

function refuseVaried(settings: readonly string[]): void {
  for (const setting of settings) {
    const key = setting.split('=')[0]!.trim();
    const instead = varied.find(([pattern]) => pattern.test(key))?.[1];
    if (instead === undefined) continue;
    const place = { file: `--set ${setting}`, line: null, column: null };
    throw new ScenarioError({ ...place, key, given: 'is what advise varies or asks for', allowed: instead });
  }
}

function slowed({ reader }: Scenario, factor: number): string[] {
  const whole = (time: number) => Math.max(time > 0 ? 1 : 0, Math.round(time * factor));
  return [
    `reader.perPacket=${whole(reader.perPacket)}`,
    `reader.perByte=${reader.perByte * factor}`,
    `reader.perReturn=${whole(reader.perReturn)}`,
    `reader.sendPerPacket=${whole(reader.sendPerPacket)}`,
    `reader.sendPerByte=${reader.sendPerByte * factor}`,
  ];
}

/** A bottleneck that carries the payload in IP packets, with a buffer of one bandwidth-delay product, and a hundred packets at least. */
function pathSettings(scenario: Scenario, rate: number): string[] {
  const payload = segmentPayload(scenario);
  const product = (rate * scenario.path.rtt) / 8e9 / payload;
  return [
    `path.rate=${Math.round((rate * scenario.device.mtu) / payload)}`,
    `path.queue=${Math.max(100, Math.ceil(product))}`,
  ];
}

/** See {@link adviseRules}. */
function usualDuration(scenario: Scenario, rate: number): number {
  const { longest, shortest, leastRtts, packets, slots } = adviseRules;
  const budget = scenario.device.offload === 'none' ? packets : slots;
  const affordable = (budget * slotPayload(scenario, rate) * 8e9) / rate;
  const wanted = Math.max(longest, leastRtts * scenario.path.rtt);
  const least = Math.max(shortest, leastRtts * scenario.path.rtt);
  return Math.round(Math.max(least, Math.min(wanted, affordable)));
}
