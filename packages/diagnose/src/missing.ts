import type { Facts } from './facts.js';
import type { Limit } from './limits.js';
import { commands, type SourceKind } from './recognise.js';

/** What was not given and would tell more. */
export interface Missing {
  readonly what: string;
  readonly command: string;
}

const wanted: Partial<Record<SourceKind, string>> = {
  link: 'drops in the ring, txqueuelen, and whether it is a TUN or TAP device',
  qdisc: 'drops and waiting packets in the qdisc',
  sockets: 'RTT, retransmissions and windows of the connections, on the sending machine, during the transfer',
};

export function missing(facts: Facts, limit: Limit): Missing[] {
  const { kinds, device, tcp, queue } = facts;
  const kindsMissing = (Object.keys(wanted) as SourceKind[]).filter((kind) => !kinds.has(kind));
  const list: Missing[] = kindsMissing.map((kind) => ({ what: wanted[kind]!, command: commands[kind] }));
  if (device?.fell) {
    const [first, last] = [device.sources[0]!, device.sources.at(-1)!];
    list.push({
      what: `the counters in ${last} are lower than in ${first}: the files in the order of time, of a device that was not made again in between`,
      command: 'tunq diagnose BEFORE… AFTER…',
    });
  }
  if (limit === 'wrong-device') {
    list.push({ what: 'which TUN and TAP devices there are', command: 'ip -d -s -j link show type tun' });
  }
  if (limit !== 'unknown') return list;
  if (kinds.has('link') && device?.read === undefined) {
    list.push({
      what: 'the same once more, some seconds later: counters since the start say little of now',
      command: commands.link,
    });
  }
  if (kinds.has('qdisc') && queue && queue.drops === undefined) {
    list.push({ what: 'the same once more, some seconds later', command: commands.qdisc });
  }
  if (kinds.has('sockets') && !tcp) {
    list.push({ what: 'connections while they send, on the sending machine', command: commands.sockets });
  }
  if (list.length === 0) {
    list.push({
      what: 'a longer look, under full load',
      command: `tunq diagnose --live ${device?.name ?? 'DEV'} --for 30s`,
    });
  }
  return list;
}
