import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordsOf } from './completion/shell-line.js';
import { complaint, tunq } from './testing/capture.js';

let folder: string;
let home: string;

beforeAll(() => {
  home = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'tunq-wrong-'));
  mkdirSync(join(folder, 'dir'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('ok.yaml', 'seed: 1\n');
  write('open.json', '[1,2');
  write('other.csv', 'a,b\n1,2\n');
  write('protocol.json', '{"name": "x", "senderr": []}');
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** Command lines, and what the complaint must hold: what was given, and what was meant or is allowed. */
const lines: readonly (readonly [line: string, ...parts: string[]])[] = [
  ['rnu', "'rnu'", 'Did you mean run?'],
  ['copletion bash', 'Did you mean completion?'],
  ['help rnu', 'rnu: no command', "did you mean 'run'?"],
  ['help run extra', 'extra: no command'],
  ['--vesion', 'Did you mean --version?'],
  ['-x', "unknown option '-x'"],
  ['run', "missing required argument 'scenario'"],
  ['run --set', "'--set <key=value>' argument missing"],
  ['run openvpn-lba', "did you mean 'openvpn-lab'?"],
  ['run OPENVPN-LAB', "did you mean 'openvpn-lab'?"],
  ['run openvpn', "did you mean 'openvpn-lab'?"],
  ['run xyzzy', '`tunq presets` lists the presets'],
  ['run dir', 'dir: is a directory', 'allowed: a scenario file'],
  ['run open.json', 'open.json:1:5: is not valid YAML'],
  ['run ok.yml', 'ok.yml: no such file'],
  ['run other.csv', 'other.csv:1:1'],
  ['run openvpn-lab extra', 'too many arguments'],
  ['run openvpn-lab --jsno', 'Did you mean --json?'],
  ['run openvpn-lab --quite', 'Did you mean --quiet?'],
  ['run openvpn-lab --st seed=1', 'Did you mean --set?'],
  ['run openvpn-lab --json=yes', '--json=yes', 'takes no value'],
  ['run openvpn-lab --set sed=1', 'did you mean seed?'],
  ['run openvpn-lab --set device.quelenght=1', 'did you mean queueLength?'],
  ['run openvpn-lab --set devise.queueLength=1', 'did you mean device?'],
  ['run openvpn-lab --set txqueuelen=10', 'did you mean device.queueLength?'],
  ['run openvpn-lab --set rtt=10ms', 'did you mean path.rtt?'],
  ['run openvpn-lab --set device.kind=tpa', 'did you mean tap?', 'allowed: tun, tap, tap+vhost, macvtap'],
  ['run openvpn-lab --set device.flowControl=linux7.3', 'did you mean linux-7.3?'],
  ['run openvpn-lab --set qdisc.kind=fqcodel', 'did you mean fq_codel?'],
  ['run openvpn-lab --set qdisc.kind=cake', 'cake is unknown; allowed: pfifo_fast'],
  ['run openvpn-lab --set flows.congestion=cubc', 'did you mean cubic?'],
  ['run openvpn-lab --set flows.kind=tpc', 'did you mean tcp?'],
  ['run openvpn-lab --set reader.profile=openvnp', 'did you mean openvpn?'],
  ['run openvpn-lab --set reader.service=exponental', 'did you mean exponential?'],
  ['run openvpn-lab --set sender.hystart=ture', 'allowed: true, false'],
  ['run openvpn-lab --set sender.hz=100', 'allowed: 250, 1000'],
  ['run openvpn-lab --set path.rtt=10sm', 'did you mean ms?', 'units ns, us, ms, s'],
  ['run openvpn-lab --set path.rate=100mbits', 'did you mean mbit?'],
  ['run openvpn-lab --set path.rtt=', 'path.rtt: has no value'],
  ['run openvpn-lab --set path.rtt:10ms', 'has no =', 'allowed: key=value'],
  ['run openvpn-lab --trace-kinds drop', 'needs --trace FILE'],
  ['run openvpn-lab --trace t --trace-kinds drp', "'drp'", "did you mean 'drop'?"],
  ['run openvpn-lab --trace missing/t.jsonl', 'cannot be written: no such folder'],
  ['run openvpn-lab --trace dir', 'cannot be written: is a directory'],
  ['run openvpn-lab --trace -', 'is standard output'],
  ['compare openvpn-lab', "'--vary <key=v1,v2…>' not specified"],
  ['compare openvpn-lab --vary devise.kind=tun,tap', '--vary devise.kind=tun', 'did you mean device?'],
  ['compare openvpn-lab --vary device.kind=tun,tpa', '--vary device.kind=tpa', 'did you mean tap?'],
  ['compare openvpn-lab --vary device.kind', 'is not of the form key=v1,v2…'],
  ['compare openvpn-lab --vary device.kind=', 'empty value'],
  ['compare openvpn-lab --vary seed=1 --vary seed=2', 'is given twice'],
  ['compare openvpn-lab --vary seed=1 --jobs two', "'two'", 'whole number from 1 to 9999'],
  ['compare openvpn-lab --vary seed=1 --job 2', 'Did you mean --jobs?'],
  ['reproduce v3_tap_qlenn', "did you mean 'v3_tap_qlen'?"],
  ['reproduce v3_vhost', "did you mean 'v3_vhost_qlen'?"],
  ['reproduce nothing-of-that-name', 'allowed: v3_tun_lab_rtt, '],
  ['reproduce --seeds 0', "'0'", 'whole number'],
  ['reproduce --duration 10', '10 is out of range; allowed: 1ms to 3600s', 'a plain number is ns'],
  ['reproduce --duration 10mins', '10mins is not a time', 'units ns, us, ms, s'],
  ['reproduce --tolerance ten', "'ten'", '0.1 being 10 %'],
  ['reproduce --html missing/tables.html', 'cannot be written: no such folder'],
  ['reproduce --html dir', 'cannot be written: is a directory'],
  ['reproduce --strct', 'Did you mean --strict?'],
  ['calibrate reader.perPackt', "did you mean 'reader.perPacket'?"],
  ['calibrate openvpm', "did you mean 'openvpn'?"],
  [
    'validate --cell cubic-1f-pfifo_fast-q500-40ms-30us-dorp',
    "did you mean 'cubic-1f-pfifo_fast-q500-40ms-30us-drop'?",
  ],
  ['validate --cell xyz', 'allowed: an id, or a part of one'],
  ['validate --cells ok.yaml', 'ok.yaml:1:1: is not JSON'],
  ['validate --cells kernell', "did you mean 'kernel'?"],
  ['validate --cells missing.json', 'missing.json: no such file'],
  ['validate --cells open.json', 'open.json:1:5: ends too early'],
  ['validate --cells dir', 'is a folder without .json or .jsonl files'],
  ['validate --sort eror', "'eror'", "did you mean 'error'?"],
  ['validate --html missing/page.html', 'cannot be written: no such folder'],
  ['validate --packets missing.csv', 'missing.csv: no such file'],
  ['validate --packets other.csv', 'other.csv:1:1: t_us: is missing'],
  ['validate --packets al', "did you mean 'all'?"],
  ['validate --scenario openvpn-lab', 'belongs to --packets'],
  ['bench --scenario D', "'D'", 'Allowed: A, B, C, E.'],
  ['bench --runs 1.5', "'1.5'", 'whole number'],
  ['check lunix-7.3', "did you mean 'linux-7.3'?"],
  ['check linux-7.2', "did you mean 'linux-7.2-rc'?"],
  ['check v13', 'v13: is no policy; allowed: tail-drop'],
  ['check --memory weka', "'weka'", "did you mean 'weak'?"],
  ['check --reader epol', "did you mean 'epoll'?"],
  ['check --ring 9', 'Whole numbers from 0 to 8'],
  ['check --batch 9', 'Whole numbers from 1 to 4'],
  ['check --policy protocol.json', 'protocol.json:1:15: senderr: unknown key'],
  ['check --policy missing.yaml', 'missing.yaml: no such file'],
  ['check v4 --mermaid missing/v4.mmd', '--mermaid missing/v4.mmd: cannot be written: no such folder'],
  ['presets openvpn', "did you mean 'openvpn-lab'?"],
  ['presets a b', 'too many arguments'],
  ['schema scenario x', 'too many arguments'],
  ['schema plam', "document: 'plam' is invalid", "did you mean 'plan'?"],
  ['completion fsh', "did you mean 'fish'?"],
];

test.each(lines)('%s', async (line, ...parts) => {
  const message = complaint(await tunq(wordsOf(line).filter((word) => word !== '')));
  for (const part of parts) expect(message).toContain(part);
});
