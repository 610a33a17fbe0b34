import { expect, test } from 'vitest';
import { parseLinkText } from './link.js';
import { parseNstatText } from './nstat.js';
import { parseSockets } from './sockets.js';

// Printed by iproute2 6.1 on Linux 6.18.
const linkText = `2: tun0: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UNKNOWN mode DEFAULT group default qlen 500
    link/none  promiscuity 0  allmulti 0 minmtu 68 maxmtu 65535
    tun type tun pi off vnet_hdr off persist off addrgenmode random numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
    RX:  bytes packets errors dropped  missed   mcast
        740332   13775      0       0       0       0
    TX:  bytes packets errors dropped carrier collsns
      39380458   26267      0     229       0       0
3: eth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000
    link/ether 02:fc:00:00:00:01 brd ff:ff:ff:ff:ff:ff link-netnsid 0
    RX:  bytes packets errors dropped  missed   mcast
             0       0      0       0       0       0
    TX:  bytes packets errors dropped carrier collsns
            10       1      0       0       0       0
`;

test('ip -d -s link as text', () => {
  expect(parseLinkText(linkText)).toEqual([
    {
      name: 'tun0',
      flags: ['POINTOPOINT', 'MULTICAST', 'NOARP', 'UP', 'LOWER_UP'],
      mtu: 1500,
      qdisc: 'pfifo_fast',
      txqueuelen: 500,
      linkType: 'none',
      kind: 'tun',
      mode: 'tun',
      txPackets: 26267,
      txBytes: 39380458,
      txDropped: 229,
    },
    expect.objectContaining({ name: 'eth0', linkType: 'ether', txqueuelen: 1000, txPackets: 1, txDropped: 0 }),
  ]);
});

const connection =
  'cubic wscale:10,10 rto:244 rtt:40.685/0.333 mss:1448 cwnd:176 ssthresh:117 bytes_sent:38306877 bytes_acked:37720438 delivery_rate 50260920bps busy:7152ms rwnd_limited:132ms(2.3%) unacked:176 retrans:0/229 notsent:1210528 minrtt:40 snd_wnd:2723840';

const expected = {
  local: '10.98.0.1:33002',
  peer: '10.98.0.2:5201',
  congestion: 'cubic',
  rttMs: 40.685,
  rttVarMs: 0.333,
  minRttMs: 40,
  cwnd: 176,
  ssthresh: 117,
  retransmits: 229,
  rwndLimitedMs: 132,
  busyMs: 7152,
  deliveryRate: 50260920,
  appLimited: false,
};

test.each([
  ['two lines', `ESTAB 0      1465376     10.98.0.1:33002    10.98.0.2:5201\n\t ${connection}\n`],
  ['one line (-O)', `ESTAB 0      1465376     10.98.0.1:33002    10.98.0.2:5201 ${connection}\n`],
  ['with the protocol', `tcp ESTAB 0      1465376     10.98.0.1:33002    10.98.0.2:5201\n\t ${connection}\n`],
])('ss over %s', (_, text) => {
  expect(parseSockets(text)).toEqual([expect.objectContaining(expected)]);
});

test('ss of an iproute2 that scales its rates', () => {
  const [found] = parseSockets(`ESTAB 0 0 a:1 b:2\n\t ${connection.replace('50260920bps', '50.3Mbps')}`)!;
  expect(found!.deliveryRate).toBeCloseTo(50.3e6);
});

test('ss without connections is a source with none', () => {
  expect(parseSockets('State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n')).toEqual([]);
});

test('nstat as text', () => {
  expect(
    parseNstatText('#kernel\nTcpRetransSegs                  229                0.0\nTcpOutSegs  26249 0.0\n'),
  ).toEqual({
    TcpRetransSegs: 229,
    TcpOutSegs: 26249,
  });
});
