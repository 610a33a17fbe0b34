import type { AdviseChoice, AdviseReader } from '@tunq/sim';
import { slots } from './words.js';

/** Lines to type or to write somewhere, and what they are for. */
export interface Command {
  readonly what: string;
  readonly lines: readonly string[];
}

/** What differs from reader to reader. */
interface Program {
  /** As it is usually called. */
  readonly device: string;
  readonly title: string;
  readonly flags: string;
  /** Where it opens the device. */
  readonly opens: string;
  /** How it can be made to set txqueuelen itself. */
  readonly own?: (queueLength: number) => Command;
  /** Options of it that are near, whatever was chosen. */
  readonly near?: Command;
}

const wireguardGo = {
  device: 'wg0',
  title: 'wireguard-go',
  flags: 'IFF_TUN | IFF_NO_PI | IFF_VNET_HDR',
  opens: 'CreateTUN in tun/tun_linux.go',
  own: (queueLength: number) => ({
    what: 'for good, with wg-quick (wg0.conf, [Interface])',
    lines: [`PostUp = ip link set dev %i txqueuelen ${queueLength}`],
  }),
} satisfies Program;

const programs: Readonly<Record<AdviseReader, Program>> = {
  'wireguard-go': {
    ...wireguardGo,
    near: {
      what: 'this is wireguard-go with packets of MTU size in the ring; since 2023-03 it takes TSO packets where the kernel gives them: --reader wireguard-go-offload',
      lines: [],
    },
  },
  'wireguard-go-offload': wireguardGo,
  openvpn: {
    device: 'tun0',
    title: 'OpenVPN',
    flags: 'IFF_TUN | IFF_NO_PI',
    opens: 'open_tun in src/openvpn/tun.c',
    own: (queueLength) => ({
      what: 'for good, in OpenVPN’s configuration',
      lines: [`txqueuelen ${queueLength}`],
    }),
    near: {
      what: 'sndbuf and rcvbuf are the buffers of OpenVPN’s own socket, behind the ring, and are not simulated; with data channel offload (DCO) packets do not pass a TUN ring at all',
      lines: [],
    },
  },
  'qemu-e1000': {
    device: 'tap0',
    title: 'QEMU',
    flags: 'IFF_TAP | IFF_NO_PI | IFF_VNET_HDR',
    opens: 'tap_open in net/tap-linux.c, or whoever passes it the descriptor (fd=)',
    near: {
      what: 'faster than any queue of an e1000 (tunq advise --reader vhost-net says how)',
      lines: ['-netdev tap,id=net0,ifname=tap0,script=no,downscript=no,vhost=on', '-device virtio-net-pci,netdev=net0'],
    },
  },
  'vhost-net': {
    device: 'tap0',
    title: 'QEMU',
    flags: 'IFF_TAP | IFF_NO_PI | IFF_VNET_HDR',
    opens: 'tap_open in net/tap-linux.c, or whoever passes it the descriptor (fd=)',
    near: {
      what: 'what was simulated: vhost-net; the ring of the guest behind it (rx_queue_size, 256 to 1024) was not',
      lines: [
        '-netdev tap,id=net0,ifname=tap0,script=no,downscript=no,vhost=on',
        '-device virtio-net-pci,netdev=net0,rx_queue_size=1024',
      ],
    },
  },
};

/** The commands that make today's choice another one. Nothing where they are the same. */
export function commandsFor(reader: AdviseReader, today: AdviseChoice, choice: AdviseChoice): Command[] {
  const { device, own, title, flags, opens } = programs[reader];
  const commands: Command[] = [];
  if (choice.queueLength !== today.queueLength) {
    commands.push({
      what: `${slots(choice.queueLength)}, at once`,
      lines: [`ip link set dev ${device} txqueuelen ${choice.queueLength}`],
    });
    if (own) commands.push(own(choice.queueLength));
  }
  if (choice.qdisc !== today.qdisc) {
    commands.push({ what: 'the qdisc', lines: [`tc qdisc replace dev ${device} root ${choice.qdisc}`] });
  }
  if (choice.flowControl === 'linux-7.3' && today.flowControl !== choice.flowControl) {
    commands.push({
      what: `backpressure: neither ip nor tc sets it; the program asks for it when it opens the device, on Linux 7.3 or later with IFF_BACKPRESSURE (0x0080); in ${title}: ${opens}`,
      lines: [`TUNSETIFF with ${flags} | IFF_BACKPRESSURE`],
    });
    commands.push({
      what: 'a qdisc is there (noqueue turns backpressure off)',
      lines: [`tc qdisc show dev ${device}`],
    });
  }
  return commands;
}

/** Options of the program that are near the queue. */
export function nearCommands(reader: AdviseReader): Command[] {
  const { near } = programs[reader];
  return near ? [near] : [];
}
