// ns-3: Debian's packages `ns3` and `libns3-dev`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command, executed, peersFolder, Unavailable } from './tools.mjs';

const libraries = 'applications point-to-point traffic-control internet bridge stats network core'.split(' ');
const header = '/usr/include/ns3.37/ns3/core-module.h';

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
  const first = stderr.trim().split('\n')[0] ?? '';
  return existsSync(header) || !/ns3/.test(stderr) ? `it does not compile: ${first}` : 'no libns3-dev (apt-get install)';
}

function version() {
  try {
    const printed = command('dpkg-query', ['-W', '-f', '${Version}', 'libns3-dev']);
    return `ns-3 ${printed.trim()}`;
  } catch {
    return 'ns-3';
  }
}
