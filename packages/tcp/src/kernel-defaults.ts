/** Kernel releases with a table of defaults: `6.12` (stock, as in Debian 13) and `7.3` (with `IFF_BACKPRESSURE`). */
export type KernelRelease = '6.12' | '7.3';

/** One default of the kernel. */
export interface KernelDefault {
  readonly value: number;
  /** `bytes`, `packets`, `segments`, `s`, `ns`, `%`, `log2(us)`, `log2(s)` or `1` for a plain number. */
  readonly unit: string;
  /** File and symbol, and the commit where releases differ. */
  readonly source: string;
}

/**
 * What both releases share. Names are the sysctl's, the module parameter's or the macro's; `.0`, `.1`, `.2` pick an entry of a sysctl
 * with three.
 */
const shared = {
  'tcp_rmem.0': { value: 4096, unit: 'bytes', source: 'net/ipv4/tcp.c tcp_init' },
  'tcp_rmem.1': { value: 131072, unit: 'bytes', source: 'net/ipv4/tcp.c tcp_init' },
  'tcp_wmem.0': { value: 4096, unit: 'bytes', source: 'net/ipv4/tcp.c tcp_init' },
  'tcp_wmem.1': { value: 16384, unit: 'bytes', source: 'net/ipv4/tcp.c tcp_init' },
  'tcp_wmem.2': {
    value: 4194304,
    unit: 'bytes',
    source: 'net/ipv4/tcp.c tcp_init, the maximum on machines with enough memory',
  },
  TCP_INIT_CWND: { value: 10, unit: 'segments', source: 'include/net/tcp.h; RFC 6928' },
  tcp_min_tso_segs: { value: 2, unit: 'segments', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
  tcp_tso_rtt_log: { value: 9, unit: 'log2(us)', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
  tcp_tso_win_divisor: { value: 3, unit: '1', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
  sk_pacing_shift: {
    value: 10,
    unit: 'log2(s)',
    source: 'net/core/sock.c sock_init_data: a burst is 1/1024 s of the pacing rate',
  },
  tcp_pacing_ss_ratio: { value: 200, unit: '%', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
  tcp_pacing_ca_ratio: { value: 120, unit: '%', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
  TCP_TIMEOUT_INIT: { value: 1, unit: 's', source: 'include/net/tcp.h; RFC 6298 §2.1' },
  TCP_RTO_MIN: { value: 0.2, unit: 's', source: 'include/net/tcp.h' },
  TCP_RTO_MAX: { value: 120, unit: 's', source: 'include/net/tcp.h' },
  TCP_TIMEOUT_MIN_US: { value: 0.002, unit: 's', source: 'include/net/tcp.h: the least a tail loss probe waits' },
  TCP_DELACK_MIN: { value: 0.04, unit: 's', source: 'include/net/tcp.h' },
  TCP_DELACK_MAX: { value: 0.2, unit: 's', source: 'include/net/tcp.h' },
  TCP_MAX_QUICKACKS: { value: 16, unit: 'segments', source: 'net/ipv4/tcp_input.c' },
  tcp_comp_sack_nr: { value: 44, unit: 'segments', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
  tcp_comp_sack_delay_ns: { value: 1000000, unit: 'ns', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
  tcp_reordering: { value: 3, unit: 'segments', source: 'include/net/tcp.h TCP_FASTRETRANS_THRESH' },
  TCP_RACK_RECOVERY_THRESH: {
    value: 16,
    unit: '1',
    source: 'include/net/tcp.h: recoveries that keep a wider reordering window',
  },
  TCP_DEFAULT_SCALING_RATIO: {
    value: 0.5,
    unit: '1',
    source: 'include/net/tcp.h: window share of the receive buffer before a packet was seen',
  },
  'cubic.beta': { value: 717 / 1024, unit: '1', source: 'net/ipv4/tcp_cubic.c beta, BICTCP_BETA_SCALE' },
  'cubic.bic_scale': { value: 41, unit: '1', source: 'net/ipv4/tcp_cubic.c: C = 41·10/1024 = 0.400' },
  'cubic.fast_convergence': { value: 1, unit: '1', source: 'net/ipv4/tcp_cubic.c' },
  'cubic.tcp_friendliness': { value: 1, unit: '1', source: 'net/ipv4/tcp_cubic.c' },
  'cubic.hystart': { value: 1, unit: '1', source: 'net/ipv4/tcp_cubic.c' },
  'cubic.hystart_low_window': { value: 16, unit: 'segments', source: 'net/ipv4/tcp_cubic.c' },
  'cubic.hystart_ack_delta_us': { value: 0.002, unit: 's', source: 'net/ipv4/tcp_cubic.c' },
  'cubic.HYSTART_MIN_SAMPLES': { value: 8, unit: '1', source: 'net/ipv4/tcp_cubic.c' },
  'cubic.HYSTART_DELAY_MIN': { value: 0.004, unit: 's', source: 'net/ipv4/tcp_cubic.c' },
  'cubic.HYSTART_DELAY_MAX': { value: 0.016, unit: 's', source: 'net/ipv4/tcp_cubic.c' },
} as const satisfies Record<string, KernelDefault>;

const defaults = {
  '6.12': {
    ...shared,
    'tcp_rmem.2': { value: 6291456, unit: 'bytes', source: 'net/ipv4/tcp.c tcp_init' },
    tcp_limit_output_bytes: { value: 1048576, unit: 'bytes', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
    tcp_comp_sack_rtt_percent: { value: 5, unit: '%', source: 'net/ipv4/tcp_input.c __tcp_ack_snd_check: rtt/20' },
  },
  '7.3': {
    ...shared,
    'tcp_rmem.2': { value: 33554432, unit: 'bytes', source: 'net/ipv4/tcp.c tcp_init; 572be9bf9d0d (6.16)' },
    tcp_limit_output_bytes: {
      value: 4194304,
      unit: 'bytes',
      source: 'net/ipv4/tcp_ipv4.c tcp_sk_init; 9ea3bfa61b09 (6.16)',
    },
    tcp_comp_sack_rtt_percent: { value: 33, unit: '%', source: 'net/ipv4/tcp_ipv4.c tcp_sk_init' },
  },
} as const satisfies Record<KernelRelease, Record<string, KernelDefault>>;

/** Names in the table of {@link kernelDefaults}. */
export type KernelDefaultName = keyof (typeof defaults)['6.12'];

/** The defaults of a release: a table from the kernel's own names to value, unit and source. */
export function kernelDefaults(release: KernelRelease): Readonly<Record<KernelDefaultName, KernelDefault>> {
  return defaults[release];
}

/** The releases that {@link kernelDefaults} knows, oldest first. */
export const kernelReleases: readonly KernelRelease[] = ['6.12', '7.3'];
