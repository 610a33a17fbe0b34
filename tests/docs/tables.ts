import { flowControls, qdiscs, readerProfiles } from '@tunq/device';
import { presetNames, presets, scenarioJsonSchema } from '@tunq/scenario';
import { scenarioDefaults as defaults } from '../../packages/scenario/src/defaults.js';

/** The parts of the pages that follow from the code, as Markdown. */

/** What of JSON Schema the keys of a scenario use. */
interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const none = '–';

/** Where a default comes from that `defaults.ts` does not hold: it follows from another key, or is "no such thing". */
const furtherSources: Readonly<Record<string, string>> = {
  'flows.kind': none,
  'flows.stop': 'iperf3 -t',
  'flows.bytes': 'iperf3 -n',
  'flows.rate': 'iperf3 -b',
  'flows.size (udp)': defaults.flows.udpSize.source,
  'flows.size (ping)': defaults.flows.pingSize.source,
  'flows.interval': defaults.flows.pingInterval.source,
  'flows.threads': defaults.flows.pktgenThreads.source,
  'flows.size (pktgen)': defaults.flows.pktgenSize.source,
  'flows.size (raw)': defaults.flows.rawSize.source,
  'flows.perSent (pktgen)': defaults.flows.pktgenTime.source,
  'flows.perSent (raw)': defaults.flows.rawTime.source,
  'flows.perLost': defaults.flows.pktgenTime.source,
  'flows.race': defaults.flows.pktgenRace.source,
  'flows.sndbuf': defaults.flows.rawSndbuf.source,
  'receiver.truesize': 'drivers/net/tun.c tun_get_user, tun_alloc_skb; net/core/skbuff.c kmalloc_reserve',
  'receiver.reading.perByte': none,
  'receiver.reading.coldPerByte': none,
  'receiver.reading.cache': none,
  'receiver.reading.perPacket': 'CPU costs nothing unless given',
  'receiver.reading.pauses.interval': none,
  'receiver.reading.pauses.length': none,
  'flows.priority': 'include/uapi/linux/pkt_sched.h TC_PRIO_BESTEFFORT',
  'qdisc.mq': 'net/sched/sch_generic.c attach_one_default_qdisc, attach_default_qdiscs',
  'qdisc.limit': `${qdiscs.pfifo.defaults.limit!.source}; fq_codel_init; fq_init; tc-netem(8)`,
  'qdisc.flows': qdiscs.fq_codel.defaults.flows!.source,
  'qdisc.quantum': `${qdiscs.fq_codel.defaults.quantum!.source}; ${qdiscs.fq.defaults.quantum!.source}`,
  'qdisc.flowLimit': qdiscs.fq.defaults.flowLimit!.source,
  'qdisc.initialQuantum': qdiscs.fq.defaults.initialQuantum!.source,
  'qdisc.horizon': qdiscs.fq.defaults.horizon!.source,
  'qdisc.maxrate': 'tc-fq(8)',
  'qdisc.target': qdiscs.fq_codel.defaults.target!.source,
  'qdisc.interval': qdiscs.fq_codel.defaults.interval!.source,
  'qdisc.rate': none,
  'qdisc.burst': none,
  'qdisc.latency': none,
  'qdisc.bands': qdiscs.prio.defaults.bands!.source,
  'qdisc.priomap': qdiscs.prio.defaults.bands!.source,
  'qdisc.delay': 'tc-netem(8)',
  'qdisc.jitter': 'tc-netem(8)',
  'qdisc.loss': 'tc-netem(8)',
  'device.queueLength': 'include/uapi/linux/if_tun.h TUN_READQ_SIZE; net/ethernet/eth.c DEFAULT_TX_QUEUE_LEN',
  'device.offload': 'TUNSETOFFLOAD, which a virtio-net guest negotiates',
  'reader.profile': 'each value of a profile has its own, below',
  'reader.batch': 'drivers/net/tun.c tun_do_read; drivers/vhost/net.c VHOST_NET_BATCH',
  'reader.perQueue[].queue': none,
  'reader.perQueue[].perPacket': none,
  'reader.perQueue[].perByte': none,
  'reader.perQueue[].wakeup': none,
  'reader.perQueue[].stalls.interval': none,
  'reader.perQueue[].stalls.length': none,
  'reader.stalls.interval': none,
  'reader.stalls.length': none,
};

function sourceOf(key: string, variant: string): string {
  const further = furtherSources[`${key} (${variant})`] ?? furtherSources[key];
  if (further !== undefined) return further;
  const found = key.split('.').reduce<unknown>((group, part) => (group as Record<string, unknown>)?.[part], defaults);
  const source = (found as { source?: string } | undefined)?.source;
  if (source === undefined) throw new Error(`${key}: no source; add it to furtherSources`);
  return source;
}

/** A key of a scenario as the tables show it. */
interface Row {
  readonly key: string;
  readonly type: string;
  readonly fallback: string;
  readonly allowed: string;
  readonly meaning: string;
  readonly source: string;
}

/** What a plain number of a quantity means → what kind of quantity it is. */
const kinds: Readonly<Record<string, string>> = {
  ns: 'time',
  'bit/s': 'rate',
  bytes: 'size',
  'a fraction of 1': 'share',
};

/** Takes `Work on a byte. Default: 0. 0 to 1us (units ns, us; a plain number is ns).` apart. */
function describe(schema: Schema): Pick<Row, 'type' | 'allowed' | 'meaning'> & { readonly said?: string } {
  const { description = '', type, const: only, enum: names } = schema;
  const said = / ?Default: (.*?)\.(?= |$)/.exec(description);
  const meaning = said ? description.replace(said[0], '') : description;
  const fallback = said ? { said: said[1]! } : {};
  if (type === 'boolean') return { type: 'flag', allowed: '`true`, `false`', meaning, ...fallback };
  const values = only === undefined ? names : [only];
  if (values) {
    const numbers = values.every((value) => typeof value === 'number');
    const allowed = values.map((value) => `\`${value}\``).join(', ');
    return { type: numbers ? 'number' : 'name', allowed, meaning, ...fallback };
  }
  // What is left is a number, whose last sentence says its range and its units.
  const units = / \(units [^;]*; a plain number is ([^)]*)\)\.$/.exec(meaning);
  const sentences = (units ? meaning.slice(0, units.index) : meaning.replace(/\.$/, '')).split('. ');
  const range = sentences
    .pop()!
    .replace(/^Whole numbers from /, '')
    .replace(/ packets$/, '');
  if (type === 'array')
    return { type: 'list', allowed: range, meaning: sentences.map((text) => `${text}.`).join(' '), ...fallback };
  const kind = type === 'integer' ? 'number' : (kinds[units?.[1] ?? ''] ?? 'packets');
  return { type: kind, allowed: range, meaning: sentences.map((text) => `${text}.`).join(' '), ...fallback };
}

function rows(group: string, schema: Schema, variant: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, leaf]) => {
    const key = group === '' ? name : `${group}.${name}`;
    // The groups of the document have a table each.
    if (group === '' && (leaf.properties || leaf.items)) return [];
    if (leaf.properties) return rows(key, leaf, variant);
    if (leaf.items?.properties) return rows(`${key}[]`, leaf.items, variant);
    const source = sourceOf(key, variant);
    if (key === 'device.flowControl') {
      const fallback = `\`${defaults.device.flowControl.value}\``;
      return [
        {
          key,
          type: 'name',
          fallback,
          allowed: '[below](#flow-control)',
          meaning: 'What happens at a full ring.',
          source,
        },
      ];
    }
    const { said, ...described } = describe(leaf);
    const given = leaf.default === undefined ? undefined : `\`${leaf.default}\``;
    // A group inside a group is absent, or has what it needs; an entry of a list is there.
    const needed = group.includes('.') && !group.endsWith('[]') ? 'none; all or nothing' : 'required';
    const required = schema.required?.includes(name) ? needed : none;
    return [{ key, ...described, fallback: given ?? said ?? required, source }];
  });
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[line(head), `|${'---|'.repeat(head.length)}`, ...body.map(line)].join('\n')}\n`;
}

function keyTable(group: string, schema: Schema, variant: string): string {
  return table(
    ['key', 'type', 'default', 'allowed', 'meaning', 'source of the default'],
    rows(group, schema, variant).map(({ key, type, fallback, allowed, meaning, source }) => [
      `\`${group === 'flows' ? key.slice('flows.'.length) : key}\``,
      type,
      fallback,
      allowed,
      meaning,
      source.replaceAll('|', '\\|'),
    ]),
  );
}

/** Every generated part by its name. */
export function generatedTables(): Readonly<Record<string, string>> {
  const schema = scenarioJsonSchema() as Schema;
  const groups = Object.entries(schema.properties!).filter(([, group]) => group.type === 'object');
  const flows = schema.properties!.flows!.items!.oneOf!;
  return {
    'keys run': keyTable('', schema, ''),
    ...Object.fromEntries(groups.map(([name, group]) => [`keys ${name}`, keyTable(name, group, '')])),
    ...Object.fromEntries(
      flows.map((flow) => {
        const kind = flow.properties!.kind!.const!;
        return [`keys flows ${kind}`, keyTable('flows', flow, kind)];
      }),
    ),
    'flow control': table(
      ['name', 'stops the queue', 'wakes it', 'needs a qdisc', 'packet at a full ring', 'what it is'],
      Object.values(flowControls).map(({ name, stop, wake, requiresQdisc, onFull, title }) => [
        `\`${name}\``,
        stop,
        stop === 'never' ? none : wake,
        stop === 'never' ? none : requiresQdisc ? 'yes' : 'no',
        onFull === 'busy' ? 'requeued' : 'dropped',
        title,
      ]),
    ),
    'reader profiles': table(
      ['profile', 'parameter', 'value', 'source'],
      Object.values(readerProfiles).flatMap(({ name, parameters }) =>
        Object.entries(parameters).map(([parameter, { value, unit, source }]) => [
          `\`${name}\``,
          `\`${parameter}\``,
          `${value} ${unit}`,
          source,
        ]),
      ),
    ),
    presets: table(
      ['preset', 'what it is'],
      presetNames.map((name) => [`\`${name}\``, presets[name].title]),
    ),
  };
}

/** Every key of a scenario as a document writes it, `flows.` for every kind of flow. */
export function scenarioKeys(): string[] {
  const schema = scenarioJsonSchema() as Schema;
  const below = (path: string, { properties = {}, items }: Schema): string[] => [
    ...(items?.oneOf ?? []).flatMap((kind) => below(path, kind)),
    ...Object.entries(properties).flatMap(([name, inner]) => {
      const key = path === '' ? name : `${path}.${name}`;
      // A list of plain values, such as the priomap, is one key.
      const group = inner.items?.properties ? inner.items : inner;
      return group.properties || inner.items?.oneOf ? below(group === inner ? key : `${key}[]`, group) : [key];
    }),
  ];
  return [...new Set(below('', schema))];
}
