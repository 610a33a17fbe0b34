// Peers of tunq on the anchor scenarios, measured in turns with it, so that a busy moment falls on all of them.
import { anchors, figureOf, ratioOf } from '../dist/index.js';
import { anchorSample } from '../dist/node/index.js';
import { cBounds, wasmBounds } from './bounds.mjs';
import { ns3 } from './ns3.mjs';
import { Unavailable } from './tools.mjs';

const kinds = [
  { name: 'bound in C', names: ['A', 'B', 'C', 'E'], make: cBounds },
  { name: 'bound in AssemblyScript', names: ['A', 'B', 'C', 'E'], make: wasmBounds },
  // E would take ns-3 as long as all others together.
  { name: 'ns-3', names: ['A', 'B', 'C'], make: (folder) => [ns3(folder)] },
];

/**
 * Builds the peers that this machine has the tools for.
 *
 * @param {string} folder for what is built
 */
export function buildPeers(folder) {
  const peers = [];
  const skipped = [];
  for (const { name, names, make } of kinds) {
    try {
      peers.push(...make(folder).map((peer) => ({ ...peer, names })));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      skipped.push({ name, reason: error.message });
    }
  }
  return { peers, skipped };
}

/**
 * @param {string} folder for what is built
 * @param {number} runs rounds
 * @param {(text: string) => void} say
 * @param {() => void} mayEnd throws when the user wants no more
 */
export async function measurePeers(folder, runs, say, mayEnd) {
  say('building peers');
  const { peers, skipped } = buildPeers(folder);
  const names = Object.keys(anchors);
  const samples = new Map(names.map((name) => [name, { tunq: [], peers: peers.map(() => []) }]));
  const takes = new Map(names.map((name) => [name, anchorSample(anchors[name])]));
  // Code in V8 is optimised while it runs; programs need no such thing, but may wait for their pages.
  for (const { key, run } of peers) if (key !== 'ns3') run(anchors.A);
  for (let round = 0; round < runs; round++) {
    for (const name of names) {
      const of = samples.get(name);
      of.tunq.push(takes.get(name)().packetsPerCpuSecond);
      for (const [index, peer] of peers.entries()) {
        if (!peer.names.includes(name)) continue;
        say(`round ${round + 1} of ${runs}: ${name}, ${peer.name}`);
        of.peers[index].push(peer.run(anchors[name]));
        await new Promise((resolve) => setTimeout(resolve, 0));
        mayEnd();
      }
    }
  }
  return {
    skipped,
    peers: peers.map(({ key, name, build, names: own }, index) => ({
      key,
      name,
      build,
      scenarios: own.map((scenario) => {
        const { tunq, peers: all } = samples.get(scenario);
        return scenarioOf(scenario, all[index], figureOf(tunq, 'higher'));
      }),
    })),
  };
}

function scenarioOf(name, results, tunq) {
  const { seconds, data, goodputMbps, packetsInFlight } = results[0];
  const rate = figureOf(
    results.map((result) => result.data / result.cpuSeconds),
    'higher',
  );
  return {
    name,
    seconds,
    runs: results.length,
    dataPackets: data,
    goodputMbps,
    packetsInFlight,
    packetsPerCpuSecond: rate,
    tunq,
    ratio: ratioOf(tunq, rate),
  };
}
