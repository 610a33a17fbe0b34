import type { PublishedTable } from './published-table.js';

export const timeline: PublishedTable = {
  name: 'timeline',
  title: 'The series in time',
  source: 'mails and commits as named in each row',
  note: '',
  key: ['date', 'event'],
  columns: [
    { name: 'date', unit: null },
    { name: 'event', unit: null },
    { name: 'source', unit: null },
  ],
  rows: [
    [
      '2025-08-08',
      'v1 [PATCH net] TUN only',
      'https://lore.kernel.org/netdev/20250808153721.261334-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2025-08-12',
      'v2 (drops NETDEV_TX_BUSY)',
      'https://lore.kernel.org/netdev/20250811220430.14063-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2025-08-25',
      'v3 (adds TAP, vhost-net)',
      'https://lore.kernel.org/netdev/20250825211832.84901-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2025-09-02',
      'v4 (series of 4, net-next)',
      'https://lore.kernel.org/netdev/20250902080957.47265-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2025-09-23',
      'v5 (series of 8)',
      'https://lore.kernel.org/netdev/20250922221553.47802-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2025-11-20',
      'v6 (series of 8)',
      'https://lore.kernel.org/netdev/20251120152914.1127975-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2025-11-21',
      'syzbot ci: GPF in tun_net_xmit on v6',
      'https://lore.kernel.org/all/69202e49.a70a0220.2ea503.004b.GAE@google.com/',
    ],
    [
      '2026-01-07',
      'v7 (series of 9, veth-like, qdisc only)',
      'https://lore.kernel.org/netdev/20260107210448.37851-1-simon.schippers@tu-dortmund.de/',
    ],
    ['2026-03-12', 'v8 (series of 4, half-ring wake)', 'https://lkml.iu.edu/2603.1/09161.html'],
    ['2026-04-28', 'v9', 'https://lkml.iu.edu/hypermail/linux/kernel/2604.3/07249.html'],
    [
      '2026-05-10',
      'v12',
      'https://lore-kernel.gnuweeb.org/netdev/20260510151529.43895-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2026-05-14',
      'merged into net-next (3803065cd6b0) for 7.2',
      'gitolite mail 177872081259.1656467.3266463108562624991@gitolite.kernel.org',
    ],
    [
      '2026-07-01/02',
      'regression report by Brett Sheffield on 7.2-rc1',
      'https://lore.kernel.org/netdev/akVnoOYQOrt8k-Gu@karahi.librecast.net/',
    ],
    [
      '2026-07-04',
      'opt-in v1 [PATCH net] IFF_BACKPRESSURE',
      'https://lore.kernel.org/netdev/20260704112058.95421-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2026-07-06',
      'opt-in v2',
      'https://lore.kernel.org/netdev/20260706094242.115992-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2026-07-09',
      'opt-in v3',
      'https://lore.kernel.org/netdev/20260709095511.168235-1-simon.schippers@tu-dortmund.de/',
    ],
    [
      '2026-07-14',
      'MST: apply this or revert and reapply for next',
      'https://lore.kernel.org/netdev/20260714092506-mutt-send-email-mst@kernel.org/',
    ],
    [
      '2026-07-15',
      'LTP ioctl03 fails on unknown flag',
      'https://lore.kernel.org/oe-lkp/202607151550.5d829a99-lkp@intel.com',
    ],
    [
      '2026-07-30',
      'all four commits reverted in net (7e107ab85cd4), i.e. before 7.2 final',
      'gitolite mail 178537051370.1287415.17658315899769783572@gitolite.kernel.org',
    ],
    [
      '2026-08-08',
      're-applied to net-next with IFF_BACKPRESSURE (d6f97dd88be8) for 7.3',
      'gitolite mail 178615089311.4087821.396806984640968971@gitolite.kernel.org',
    ],
  ],
};
