// ns-3: Debian's packages `ns3` and `libns3-dev`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { command, executed, peersFolder, Unavailable } from './tools.mjs';

const libraries = 'applications point-to-point traffic-control internet bridge stats network core'.split(' ');

/** @param {string} folder where the program is put */
export function ns3(folder) {
  const program = join(folder, 'tunq-ns3');
  const source = join(peersFolder, 'tunq-ns3.cc');
  const flags = ['-std=c++17', '-O3', '-march=native', '-o', program, source];
  const { status, stderr, error } = spawnSync('g++', [...flags, ...libraries.map((name) => `-lns3-${name}`)], {
    encoding: 'utf8',
  });
  if (error) throw new Unavailable(`no g++: ${error.message}`);
  if (status !== 0) throw new Unavailable(missing(stderr));
  return {
    key: 'ns3',
    name: 'ns-3',
    build: `${version()}, ${command('g++', ['--version']).split('\n')[0]}, -O3 -march=native`,
    /** @param {import('../dist/index.js').Anchor} anchor */
    run: ({ rateMbit, rttMs, slots, backpressure, seconds }) => {
      const counts = executed(program, [
        `--rate=${rateMbit}`,
        `--rtt=${rttMs}`,
        `--slots=${slots}`,
        `--backpressure=${backpressure}`,
        `--seconds=${seconds}`,
      ]);
      const inPath = (counts.data / seconds) * (rttMs / 1e3);
      return { ...counts, seconds, packetsInFlight: counts.queued + inPath };
    },
  };
}

function missing(stderr) {
  const fault = stderr.split('\n').find((line) => line.includes('error')) ?? stderr.trim();
  return /ns3\/[\w-]+\.h: No such file/.test(stderr)
    ? 'no ns-3 (apt-get install ns3 libns3-dev)'
    : `it does not compile: ${fault}`;
}

function version() {
  try {
    return `ns-3 ${command('dpkg', ['-s', 'libns3-dev']).match(/^Version: (.*)$/m)?.[1] ?? ''}`.trim();
  } catch {
    return 'ns-3';
  }
}
