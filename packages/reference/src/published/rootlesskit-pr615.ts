import type { PublishedTable } from './published-table.js';

export const rootlesskitPr615: PublishedTable = {
  name: 'rootlesskit_pr615',
  title: 'Network drivers of rootlesskit',
  source: 'https://github.com/rootless-containers/rootlesskit/pull/615',
  note: 'An independent case of the same fault (2026-07-26): tap0 at 1000 slots; pasta advertises a receive window of about 5.5 MB, which is 3700 packets at MTU 1500, so every window-sized burst overflows the ring. The two MTUs of the columns are inferred from their position.',
  key: ['network'],
  columns: [
    { name: 'network', unit: null },
    { name: 'old_mtu1500_gbps', unit: 'Gbit/s' },
    { name: 'old_mtu65520_gbps', unit: 'Gbit/s' },
    { name: 'new_mtu1500_gbps', unit: 'Gbit/s' },
    { name: 'new_mtu65520_gbps', unit: 'Gbit/s' },
  ],
  rows: [
    ['slirp4netns', 0.84, 6.17, 1.69, 8.11],
    ['slirp4netns (sandbox+seccomp)', 0.8, 6.19, 1.68, 8.32],
    ['vpnkit', 0.1, null, 0.14, null],
    ['pasta', 0.87, 6.48, 0.24, 31.9],
    ['gvisor-tap-vsock', 1.55, 5.4, null, null],
    ['lxc-user-nic', 29.3, 30.4, null, null],
    ['rootful veth', 35.0, 36.2, null, null],
  ],
};
