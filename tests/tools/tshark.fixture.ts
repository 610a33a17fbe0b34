import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PcapngCapture } from '@tunq/report/pcapng';
import type { Scenario } from '@tunq/scenario';
import { type RunResult, runScenario, type TraceEvent } from '@tunq/sim';
import { inFolder, missing } from './programs.fixture.js';

/** Why tshark cannot be asked; empty where it can. */
export const tsharkMissing = missing('tshark', '-v');

/** What tshark is asked of every frame. */
const fields = [
  'frame.interface_id',
  'frame.time_epoch',
  'frame.comment',
  'frame.drop_count',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq',
  'tcp.len',
  'tcp.analysis.retransmission',
  'tcp.analysis.out_of_order',
  'tcp.analysis.duplicate_ack',
  'tcp.analysis.lost_segment',
  'tcp.analysis.ack_lost_segment',
  '_ws.malformed',
  '_ws.expert.severity',
  'ip.checksum.status',
  'tcp.checksum.status',
  'udp.checksum.status',
  'icmp.checksum.status',
] as const;

export type Frame = Readonly<Record<(typeof fields)[number], string>>;

const checking = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);

/** What tshark sees in a capture. */
export function dissect(file: string): Frame[] {
  const args = [
    '-r',
    file,
    ...checking,
    '-T',
    'fields',
    '-E',
    'separator=\t',
    ...fields.flatMap((name) => ['-e', name]),
  ];
  const text = execFileSync('tshark', args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const values = line.split('\t');
      return Object.fromEntries(fields.map((name, i) => [name, values[i] ?? ''])) as Frame;
    });
}

export interface Captured {
  readonly run: RunResult;
  readonly events: readonly TraceEvent[];
  readonly frames: readonly Frame[];
}

/** Runs a scenario and shows its capture to tshark, with all payload or with none. */
export function capture(scenario: Scenario, payload: boolean): Promise<Captured> {
  return inFolder(async (folder) => {
    const file = join(folder, 'run.pcapng');
    const fd = openSync(file, 'w');
    const writer = new PcapngCapture({
      scenario,
      version: 'test',
      write: (bytes) => writeSync(fd, bytes),
      ...(payload && { snaplen: 65_535 }),
    });
    const events: TraceEvent[] = [];
    const run = await runScenario(scenario, {
      trace: [
        { kinds: ['packet'], onRecords: (records) => writer.records(records) },
        { kinds: ['ack', 'drop', 'ring', 'send'], onEvents: (more) => events.push(...more) },
      ],
    });
    writer.end();
    closeSync(fd);
    return { run, events, frames: dissect(file) };
  });
}
