// A worker whose runs do what their MTU says, so that a test can choose.
export default async function run({ device: { mtu }, seed }) {
  if (mtu === 1001) process.exit(3);
  if (mtu === 1002) throw new RangeError('a fault\n  in two lines');
  if (mtu === 1003) {
    const kept = [];
    for (;;) kept.push(new Array(4e6).fill(0.5));
  }
  if (mtu === 1004) return new Promise((_, reject) => setTimeout(() => reject('no Error'), 5));
  if (mtu === 1005) setTimeout(() => process.exit(0), 5);
  if (mtu === 1005) return new Promise(() => setInterval(() => {}, 1000));
  const tail = { mean: seed, p99: seed, max: seed };
  return {
    goodputMbps: seed,
    rttMs: null,
    rttSamplesMs: null,
    ringOccupancy: tail,
    sojournMs: { qdisc: tail, ring: tail },
    readerCpu: { softirqPackets: 0, softirqMs: 0, lockWaitMs: 0 },
    flows: [],
    cpuSeconds: 0.001,
  };
}
