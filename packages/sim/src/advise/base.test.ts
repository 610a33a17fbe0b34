import { describe, expect, test } from 'vitest';
import { runScenario } from '../run-scenario.js';
import { adviseReaders, setUp } from './base.js';
import { choiceScenario, choices } from './choices.js';
import { type AdviseQuestion, adviseDefaults } from './question.js';
import { readerRate } from './rate.js';

function question(changes: Partial<AdviseQuestion> = {}): AdviseQuestion {
  return { ...adviseDefaults, reader: 'openvpn', rtt: 20e6, rate: 50e6, ...changes };
}

/** Goodput of the second half with backpressure, which nothing but the bottleneck limits, Mbit/s. */
async function carried(asked: AdviseQuestion): Promise<number> {
  const base = setUp(asked);
  const scenario = choiceScenario(base, { flowControl: 'linux-7.3', queueLength: 200, qdisc: 'pfifo_fast' });
  return (await runScenario(scenario)).result.goodputMbpsSecondHalf;
}

describe('--rate', () => {
  test.each([
    ['openvpn', 50],
    ['openvpn', 400],
    ['wireguard-go', 100],
    ['qemu-e1000', 500],
    ['wireguard-go-offload', 1000],
    ['vhost-net', 2000],
  ] as const)('%s is made to carry %d Mbit/s', async (reader, mbps) => {
    const share = (await carried(question({ reader, rate: mbps * 1e6, rtt: 5e6, duration: 4e9, flows: 2 }))) / mbps;
    // What comes back and the pings take their part of a single loop.
    expect(share).toBeGreaterThan(0.95);
    expect(share).toBeLessThan(1.03);
  });

  test('with --bottleneck path the path carries it, and the reader is as its profile', async () => {
    const asked = question({ bottleneck: 'path', rate: 100e6, duration: 4e9, flows: 2 });
    expect(setUp(asked).slowdown).toBe(1);
    expect(setUp(asked).scenario.path.queue).toBeGreaterThanOrEqual(100);
    const share = (await carried(asked)) / 100;
    expect(share).toBeGreaterThan(0.97);
    expect(share).toBeLessThanOrEqual(1);
  });

  test('without it the reader carries what its profile does', () => {
    for (const reader of adviseReaders) {
      const base = setUp(question({ reader, rate: null }));
      expect(base.slowdown).toBe(1);
      expect(base.readerRate).toBe(readerRate(base.scenario));
    }
    // Half an acknowledgement a packet: 18.7 µs and 9.35 µs for 1448 bytes.
    expect(setUp(question({ rate: null })).readerRate).toBeCloseTo((1448 * 8e9) / 28_050, -3);
  });
});

describe('a question', () => {
  test('begins with what the device has', () => {
    expect(setUp(question()).today).toEqual({ flowControl: 'tail-drop', queueLength: 500, qdisc: 'fq_codel' });
    expect(setUp(question({ reader: 'vhost-net', qdiscs: ['pfifo_fast'] })).today).toEqual({
      flowControl: 'tail-drop',
      queueLength: 1000,
      qdisc: 'pfifo_fast',
    });
    expect(setUp(question({ queueLength: 77 })).today.queueLength).toBe(77);
  });

  test('makes transfers as long as the path asks for and the rate allows', () => {
    expect(setUp(question({ rtt: 120e6, rate: 185e6 })).duration).toBe(10e9);
    expect(setUp(question({ rtt: 600e6, rate: 10e6 })).duration).toBe(48e9);
    expect(setUp(question({ reader: 'qemu-e1000', rtt: 1e5, rate: null })).duration).toBeLessThan(3e9);
    expect(setUp(question({ duration: 7e9 })).duration).toBe(7e9);
  });

  test('pings seldom enough not to count', () => {
    const { pingInterval } = setUp(question({ rate: 1e6, rtt: 20e6 }));
    // 86 packets a second.
    expect(1e9 / pingInterval).toBeLessThan(86 * 0.0051);
  });

  test('takes further settings, but for what it varies', () => {
    const settings = ['receiver.rmem=32m', 'flows.congestion=reno'];
    const { scenario } = setUp(question({ flows: 3, settings }));
    expect(scenario.receiver.rmem).toBe(32 * 2 ** 20);
    expect(scenario.flows).toMatchObject([{ kind: 'tcp', count: 3, congestion: 'reno' }]);
    for (const setting of ['device.queueLength=9', 'qdisc={ kind: fq }', 'path.rtt=1s', 'flows=[]', 'duration=1s']) {
      expect(() => setUp(question({ settings: [setting] }))).toThrow(`--set ${setting}: ${setting.split('=')[0]}`);
    }
    expect(() => setUp(question({ settings: ['receiver.rnem=1'] }))).toThrow('receiver.rnem');
  });
});

describe('the grid', () => {
  const lengths = 11;

  test('has one qdisc under tail drop, unless it paces, and each with backpressure', () => {
    const asked = question({ qdiscs: ['fq_codel', 'pfifo_fast', 'fq', 'noqueue'] });
    const all = choices(asked, setUp(asked).today);
    const columns = new Set(all.map(({ flowControl, qdisc }) => `${flowControl} ${qdisc}`));
    expect([...columns]).toEqual([
      ...['tail-drop fq_codel', 'tail-drop fq', 'tail-drop noqueue'],
      ...['linux-7.3 fq_codel', 'linux-7.3 pfifo_fast', 'linux-7.3 fq'],
    ]);
    expect(all).toHaveLength(6 * lengths);
  });

  test('has today’s length, and no backpressure where there is none', () => {
    const asked = question({ queueLength: 77, kernel: { flowControl: 'tail-drop', backpressure: null } });
    const all = choices(asked, setUp(asked).today);
    expect(all).toHaveLength(lengths + 1);
    expect(all.map(({ queueLength }) => queueLength)).toContain(77);
    expect(new Set(all.map(({ flowControl }) => flowControl))).toEqual(new Set(['tail-drop']));
  });

  test('under tail drop two qdiscs that hold nothing give the same run, to the last packet', async () => {
    const base = setUp(question({ duration: 2e9 }));
    const run = async (qdisc: 'fq_codel' | 'pfifo_fast' | 'prio' | 'pfifo') => {
      const { result } = await runScenario(choiceScenario(base, { flowControl: 'tail-drop', queueLength: 50, qdisc }));
      const { goodputMbps, retransmits, ringDrops, pingMs } = result;
      return { goodputMbps, retransmits, ringDrops, pingMs };
    };
    const first = await run('fq_codel');
    expect(first.ringDrops).toBeGreaterThan(0);
    for (const qdisc of ['pfifo_fast', 'prio', 'pfifo'] as const) expect(await run(qdisc)).toEqual(first);
  });
});
