/** A scenario file that must be refused. */
export interface Malformed {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Line that the message must name; undefined: any. */
  readonly line?: number;
  /** Key that the message must name; undefined: there is none to name. */
  readonly key?: string;
}

/** A legal document with every key on a line of its own. */
const lines = [
  'duration: 100ms',
  'seed: 1',
  'flows:',
  '  - count: 1',
  '    congestion: cubic',
  '    start: 0',
  '  - kind: udp',
  '    rate: 1mbit',
  '    size: 1400',
  '    arrivals: constant',
  '  - kind: ping',
  '    interval: 10ms',
  'sender:',
  '  wmem: 4194304',
  '  hystart: true',
  '  tso: true',
  '  limitOutputBytes: 4194304',
  'receiver:',
  '  rmem: 6291456',
  '  delayedAck: true',
  'qdisc:',
  '  kind: pfifo_fast',
  'device:',
  '  kind: tun',
  '  queueLength: 500',
  '  mtu: 1500',
  '  offload: none',
  '  flowControl: linux-7.3',
  'reader:',
  '  service: constant',
  '  perPacket: 30us',
  '  perByte: 0ns',
  '  batch: 1',
  '  wakeup: 0',
  'path:',
  '  rtt: 10ms',
  '  rate: 100mbit',
  '  queue: 100',
  '  loss: 0',
  '  jitter: 0ms',
  'clock:',
  '  read: 0',
];

export const legalDocument = `${lines.join('\n')}\n`;

/** Where each key of the document stands, and what kind of value it takes. */
const keys = {
  time: [
    ['duration', 1],
    ['flows[0].start', 6],
    ['flows[2].interval', 12],
    ['reader.perPacket', 31],
    ['reader.wakeup', 34],
    ['path.rtt', 36],
    ['path.jitter', 40],
    ['clock.read', 42],
  ],
  packets: [
    ['device.queueLength', 25],
    ['path.queue', 38],
  ],
  rate: [
    ['flows[1].rate', 8],
    ['path.rate', 37],
  ],
  size: [
    ['flows[1].size', 9],
    ['sender.wmem', 14],
    ['sender.limitOutputBytes', 17],
    ['receiver.rmem', 19],
    ['device.mtu', 26],
  ],
  number: [
    ['seed', 2],
    ['flows[0].count', 4],
    ['reader.batch', 33],
  ],
  share: [['path.loss', 39]],
  flag: [
    ['sender.hystart', 15],
    ['sender.tso', 16],
    ['receiver.delayedAck', 20],
  ],
  name: [
    ['flows[0].congestion', 5],
    ['flows[1].arrivals', 10],
    ['qdisc.kind', 22],
    ['device.kind', 24],
    ['device.offload', 27],
    ['device.flowControl', 28],
    ['reader.service', 30],
  ],
} as const satisfies Record<string, readonly (readonly [key: string, line: number])[]>;

/** Values that no key of the kind takes. */
const wrongValues: Readonly<Record<keyof typeof keys, readonly string[]>> = {
  time: ['10parsecs', '10mbit', '-5ms', '99999999999999s', 'soon', 'true', '[1ms]', '.nan'],
  packets: ['10ms', '-1', '99999999999', 'many', '1.5', '{ a: 1 }'],
  rate: ['10ms', '-10mbit', '1e300', 'fast', '1mbit/s', '[]'],
  size: ['10ms', '-1', '1e20', 'large', '1.5', '.inf'],
  number: ['1ms', '-1', '1e15', 'one', '0.5', 'null'],
  share: ['1ms', '-0.1', '2', 'little', '.nan'],
  flag: ['maybe', '2', 'yes', '[]'],
  name: ['no-such-name', '17', 'true', '[cubic]'],
};

function replaced(line: number, value: string): string {
  const changed = lines.map((text, index) => (index === line - 1 ? text.replace(/:.*$/, `: ${value}`) : text));
  return `${changed.join('\n')}\n`;
}

function inserted(after: number, text: string): string {
  return `${lines.toSpliced(after, 0, text).join('\n')}\n`;
}

const values: readonly Malformed[] = Object.entries(keys).flatMap(([kind, places]) =>
  places.flatMap(([key, line]) =>
    wrongValues[kind as keyof typeof keys].map((value) => ({
      name: `${key}: ${value}`,
      content: replaced(line, value),
      line,
      key,
    })),
  ),
);

const zeros: readonly Malformed[] = (
  [
    ['duration', 1],
    ['flows[0].count', 4],
    ['flows[1].rate', 8],
    ['flows[2].interval', 12],
    ['sender.wmem', 14],
    ['receiver.rmem', 19],
    ['device.mtu', 26],
    ['reader.batch', 33],
  ] as const
).map(([key, line]) => ({ name: `${key}: 0`, content: replaced(line, '0'), line, key }));

const unknownKeys: readonly Malformed[] = [
  { name: 'unknown key at the top', content: inserted(2, 'durations: 10s'), line: 3, key: 'durations' },
  { name: 'unknown key of a flow', content: inserted(4, '    congestoin: reno'), line: 5, key: 'flows[0].congestoin' },
  { name: 'unknown key of the sender', content: inserted(13, '  wmen: 1'), line: 14, key: 'sender.wmen' },
  { name: 'unknown key of the receiver', content: inserted(18, '  rnem: 1'), line: 19, key: 'receiver.rnem' },
  { name: 'unknown key of the qdisc', content: inserted(21, '  knid: 1'), line: 22, key: 'qdisc.knid' },
  { name: 'unknown key of the device', content: inserted(23, '  txqueuelen: 1'), line: 24, key: 'device.txqueuelen' },
  { name: 'unknown key of the reader', content: inserted(29, '  perpacket: 1'), line: 30, key: 'reader.perpacket' },
  { name: 'unknown key of the path', content: inserted(35, '  delay: 1'), line: 36, key: 'path.delay' },
  { name: 'a key twice', content: inserted(36, '  rtt: 20ms'), line: 37, key: 'path.rtt' },
];

const wrongShapes: readonly Malformed[] = [
  { name: 'a word for a group', content: 'device: tun\n', line: 1, key: 'device' },
  { name: 'a number for a group', content: 'seed: 1\npath: 12\n', line: 2, key: 'path' },
  { name: 'a list for a group', content: 'reader: [1, 2]\n', line: 1, key: 'reader' },
  { name: 'a group for the flows', content: 'flows: { count: 1 }\n', line: 1, key: 'flows' },
  { name: 'no flows', content: 'flows: []\n', line: 1, key: 'flows' },
  { name: 'a word for a flow', content: 'flows: [cubic]\n', line: 1, key: 'flows[0]' },
  { name: 'a flow of no kind', content: 'flows:\n  - kind: sctp\n', line: 2, key: 'flows[0].kind' },
  { name: 'a list for the document', content: '- device\n- path\n', line: 1 },
  { name: 'a word for the document', content: 'hello\n', line: 1 },
  {
    name: 'a contradiction',
    content: 'device:\n  kind: macvtap\n  flowControl: v3\n',
    line: 3,
    key: 'device.flowControl',
  },
  { name: 'a limit without a queue', content: 'qdisc:\n  kind: noqueue\n  limit: 5\n', line: 3, key: 'qdisc.limit' },
];

const brokenText: readonly Malformed[] = [
  { name: 'empty', content: '' },
  { name: 'only a comment', content: '# nothing\n' },
  { name: 'an open bracket', content: 'seed: 1\nflows: [{ count: 1\n' },
  { name: 'an open quote', content: 'seed: 1\nduration: "10s\n' },
  { name: 'a tab for indentation', content: 'device:\n\tkind: tun\n', line: 2 },
  { name: 'broken indentation', content: 'device:\n    kind: tun\n  mtu: 1500\n' },
  { name: 'two documents', content: 'seed: 1\n---\nseed: 2\n' },
  { name: 'an unknown alias', content: 'seed: 1\npath: *missing\n', line: 2 },
  { name: 'an alias of itself', content: 'path: &a [*a]\n', line: 1 },
  { name: 'broken JSON', content: '{ "seed": 1, "path": }\n}}' },
  { name: 'brackets without end', content: '['.repeat(5000) },
  { name: 'merge conflict', content: '<<<<<<< HEAD\nseed: 1\n=======\nseed: 2\n>>>>>>> other\n' },
];

/** Bytes of a fixed linear congruential generator: the same junk in every run. */
function junk(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return state >>> 16;
  });
}

const binary: readonly Malformed[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((seed) => ({ name: `junk ${seed}`, content: junk(seed, 64 * seed) })),
  { name: 'an ELF header', content: Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0]) },
  { name: 'gzip', content: Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]) },
  { name: 'zeros', content: new Uint8Array(4096) },
  { name: 'UTF-16', content: Uint8Array.from([0xff, 0xfe, 0x73, 0, 0x65, 0, 0x65, 0, 0x64, 0]) },
  { name: 'Latin-1', content: Uint8Array.from([...Buffer.from('seed: 1 # K'), 0xf6, ...Buffer.from('ln\n')]), line: 1 },
  { name: 'too large', content: '# '.padEnd(5 << 20, '.') },
];

/** Well over 200 files, each wrong in one way. */
export const malformed: readonly Malformed[] = [
  ...values,
  ...zeros,
  ...unknownKeys,
  ...wrongShapes,
  ...brokenText,
  ...binary,
];
