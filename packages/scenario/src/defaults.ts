import { kernelDefaults } from '@tunq/tcp';

/** A default of the scenario, as a document would write it, and where it comes from. */
interface Default<T> {
  readonly value: T;
  readonly source: string;
}

function from<const T>(value: T, source: string): Default<T> {
  return { value, source };
}

const linux = kernelDefaults('7.3');

/**
 * What a scenario is where its document says nothing. Defaults that follow from other keys (queueLength and offload from the kind of device, truesize from
 * the MTU, the reader from its profile) are in `resolve.ts`.
 */
export const scenarioDefaults = {
  duration: from('10s', 'iperf3’s -t'),
  seed: from(1, 'any would do; this one is written down'),
  sampleInterval: from('500ms', 'the kernel cells’ iperf3 -i'),
  flows: {
    count: from(1, 'iperf3’s -P'),
    congestion: from('cubic', 'net.ipv4.tcp_congestion_control'),
    start: from(0, 'with the run'),
    udpSize: from(1400, 'payload of the nodrop validation tool'),
    arrivals: from('constant', 'iperf3 -u paces'),
    burst: from(1, 'iperf3 -u sends one datagram at a time'),
    pktgenThreads: from(1, 'pktgen_sample01_simple.sh'),
    pktgenSize: from(60, 'samples/pktgen/parameters.sh PKT_SIZE'),
    pktgenTime: from('550ns', 'assumed: 1.8 million attempts a second, about what the presets’ host makes'),
    pktgenRace: from('100ns', 'assumed: a fraction of an attempt; v12 reports such drops without a number'),
    rawSize: from(1450, 'the nodrop validation tool’s frames'),
    rawTime: from('2us', 'assumed: a system call and the stack for a packet, about what the preset’s host takes'),
    rawSndbuf: from(212_992, 'net.core.wmem_default'),
    pingInterval: from('1s', 'ping(8)'),
    pingSize: from(84, 'ping(8): 56 bytes of data, 8 of ICMP, 20 of IP'),
  },
  sender: {
    wmem: from(linux['tcp_wmem.2'].value, linux['tcp_wmem.2'].source),
    hystart: from(true, linux['cubic.hystart'].source),
    tso: from(true, 'net/ipv4/tcp_output.c tcp_tso_autosize; GSO is on for every device'),
    limitOutputBytes: from(linux.tcp_limit_output_bytes.value, linux.tcp_limit_output_bytes.source),
    initialCwnd: from(linux.TCP_INIT_CWND.value, linux.TCP_INIT_CWND.source),
    hz: from(250, 'CONFIG_HZ of Debian, and of the kernel cells'),
  },
  receiver: {
    rmem: from(
      kernelDefaults('6.12')['tcp_rmem.2'].value,
      'tcp_rmem[2] up to 6.15, which the published receivers ran; 32 MiB since',
    ),
    delayedAck: from(true, 'net/ipv4/tcp_input.c __tcp_ack_snd_check'),
    slotTruesize: from(0, 'drivers/net/tun.c tun_get_user with a virtio header: whole pages'),
    tuning: from('linux-7.3', 'net/ipv4/tcp_input.c tcp_rcvbuf_grow, as in the kernel cells'),
  },
  qdisc: { kind: from('pfifo_fast', 'net.core.default_qdisc as the kernel is built') },
  device: {
    kind: from('tun', 'the device that the published tables are about'),
    mtu: from(1500, 'net/ethernet/eth.c ether_setup ETH_DATA_LEN; drivers/net/tun.c tun_net_initialize'),
    flowControl: from('tail-drop', 'every release, where the opener does not ask for backpressure'),
    queues: from(1, 'IFF_MULTI_QUEUE is off'),
  },
  reader: {
    service: from('constant', 'encrypting a packet takes the same time each time'),
    perPacket: from('30us', '400 Mbit/s of 1500-byte packets, the reader of the kernel cells'),
    perByte: from(0, 'the cost of a packet is in perPacket'),
    wakeup: from(0, 'CPU costs nothing unless given'),
    queueWakeup: from(0, 'CPU costs nothing unless given'),
    notify: from(0, 'CPU costs nothing unless given'),
    guestWork: from(0, 'CPU costs nothing unless given'),
    returns: from('apart', 'a tunnel with a thread for each way'),
    perReturn: from(0, 'CPU costs nothing unless given'),
    sendPerPacket: from(0, 'one stage: who reads a packet sends it'),
    sendPerByte: from(0, 'one stage: who reads a packet sends it'),
    sendQueue: from(1024, 'wireguard-go device/queueconstants_default.go QueueOutboundSize'),
  },
  machine: {
    cpus: from(0, 'CPUs are never short unless counted'),
    xmit: from(0, 'CPU costs nothing unless given'),
    lockWait: from(0, 'CPU costs nothing unless given'),
  },
  clock: { read: from(0, 'CPU costs nothing unless given') },
  path: {
    rtt: from('120ms', 'the real-world path of the published tables, Germany to USA'),
    rate: from(0, 'no bottleneck after the reader'),
    queue: from(1000, 'net/ethernet/eth.c ether_setup DEFAULT_TX_QUEUE_LEN'),
    loss: from(0, 'a path that loses nothing'),
    jitter: from(0, 'a path of constant delay'),
    ingressDelay: from(0, 'no netem on the way in'),
  },
} as const;
