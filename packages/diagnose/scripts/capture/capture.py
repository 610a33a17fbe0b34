#!/usr/bin/env python3
"""Captures what an operator has, under limits that are known, from the real tools.

usage: capture.py --out FOLDER [--setups FILE] [NAME...]      (root, Linux; Debian: iproute2 iperf3 gcc)

Sets up two network namespaces with a tunnel between them (tunnel.c), runs iperf3 from the first to the second, and takes
`tc`, `ip`, `ss`, `nstat` and /proc/net/dev in the first, twice. The raw output goes to FOLDER/NAME/, with fixture.json:
what was set up, what follows from that, and the tunnel's own figures, which `tunq diagnose` never sees.
Set-ups with "kernel" are left out unless that kernel runs: capture-uml.py boots it.
"""
import argparse, json, os, platform, re, signal, subprocess, sys, tempfile, time

here = os.path.dirname(os.path.abspath(__file__))
A, B, ADDRESS = 'tunq-a', 'tunq-b', {'tunq-a': '10.98.0.1', 'tunq-b': '10.98.0.2'}


def sh(*words, check=True):
    done = subprocess.run(words, capture_output=True, text=True)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def inside(namespace, *words, check=True):
    return sh('ip', 'netns', 'exec', namespace, *words, check=check)


def sysctl(namespace, key, value):
    inside(namespace, 'sh', '-c', f'echo "{value}" > /proc/sys/net/ipv4/{key}')


def namespaces(setup):
    for n in (A, B):
        sh('ip', 'netns', 'del', n, check=False)
        sh('ip', 'netns', 'add', n)
        sh('ip', '-n', n, 'link', 'set', 'lo', 'up')
        sysctl(n, 'tcp_no_metrics_save', 1)
        sysctl(n, 'tcp_rmem', f"4096 131072 {setup.get('rmem', 6291456)}")
        sysctl(n, 'tcp_wmem', f"4096 16384 {setup.get('wmem', 33554432)}")


def device(setup, binary, stats):
    """Makes the devices; returns the process of the tunnel, if there is one, and the sending device's name."""
    name, tunnel = setup.get('device', 'tun0'), None
    if setup.get('veth'):
        sh('ip', '-n', A, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', B)
        for n in (A, B):
            sh('ip', '-n', n, 'link', 'set', 'eth0', 'up')
    if setup.get('over') == 'persistent':
        sh('ip', '-n', A, 'tuntap', 'add', 'dev', name, 'mode', 'tun')
    if 'tunnel' in setup:
        options = [w for k, v in setup['tunnel'].items() for w in ([f'--{k}'] if v is True else [f'--{k}', str(v)])]
        tunnel = subprocess.Popen([binary, '--ns-a', A, '--ns-b', B, '--name', name, '--stats', stats, *options])
        for _ in range(50):
            time.sleep(0.1)
            if tunnel.poll() is not None:
                raise RuntimeError('the tunnel ended')
            if name in sh('ip', '-n', B, 'link'):
                break
        sh('ip', '-n', B, 'link', 'set', name, 'txqueuelen', '5000')
    if 'txqueuelen' in setup:
        sh('ip', '-n', A, 'link', 'set', name, 'txqueuelen', str(setup['txqueuelen']))
    if setup.get('over') == 'veth':
        if tunnel:
            sh('ip', '-n', A, 'link', 'set', name, 'up')
        name = 'eth0'
    for n in (A, B) if setup.get('over') != 'persistent' else (A,):
        sh('ip', '-n', n, 'addr', 'add', f'{ADDRESS[n]}/30', 'dev', name)
        sh('ip', '-n', n, 'link', 'set', name, 'up')
    for i, words in enumerate(setup.get('qdisc', [])):
        inside(A, 'tc', 'qdisc', 'replace' if i == 0 else 'add', 'dev', name, *words)
        if i == 0:
            for c in setup.get('class', []):
                inside(A, 'tc', 'class', 'add', 'dev', name, *c)
    return tunnel, name


def snapshot(folder, number, setup, tunnel):
    if tunnel:
        tunnel.send_signal(signal.SIGUSR1)
    only, only_qdisc = setup.get('only'), setup.get('onlyQdisc', setup.get('only'))
    commands = {
        'qdisc.json': ['tc', '-s', '-j', 'qdisc', 'show', *(['dev', only_qdisc] if only_qdisc else [])],
        'link.json': ['ip', *setup.get('link', ['-s', '-j']), 'link', 'show', *(['dev', only] if only else [])],
        'ss.txt': ['ss', *setup.get('ss', ['-tinm'])],
        'nstat.json': ['nstat', '-asj'],
        'dev.txt': ['cat', '/proc/net/dev'],
    }
    for file, words in commands.items():
        if file.split('.')[0] in setup.get('files', ['qdisc', 'link', 'ss', 'nstat', 'dev', 'iperf3']):
            with open(f'{folder}/{number}-{file}', 'w') as out:
                out.write(inside(A, *words))


def capture(name, setup, out, binary):
    folder = f'{out}/{name}'
    os.makedirs(folder, exist_ok=True)
    for file in os.listdir(folder):
        os.unlink(f'{folder}/{file}')
    stats = f'{tempfile.gettempdir()}/tunq-tunnel-{os.getpid()}.json'
    seconds, times = setup.get('seconds', 8), setup.get('snapshots', [1, setup.get('seconds', 8) - 0.7])
    namespaces(setup)
    tunnel, _ = device(setup, binary, stats)
    server = client = None
    try:
        time.sleep(1)
        if setup.get('traffic') != 'none':
            server = subprocess.Popen(['ip', 'netns', 'exec', B, 'iperf3', '-s', '-1'], stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
            time.sleep(0.5)
        words = ['ip', 'netns', 'exec', A, 'iperf3', '-c', ADDRESS[B], '-C', setup.get('congestion', 'cubic'),
                 '-t', str(seconds), '-J', *setup.get('iperf3', [])]
        taken = 0
        if times[0] < 0:
            snapshot(folder, 1, setup, tunnel)
            taken = 1
            time.sleep(-times[0])
        began = time.monotonic()
        if server:
            # Into a file: it is longer than a pipe takes while the snapshots are made.
            client = subprocess.Popen(words, stdout=open(f'{stats}.iperf3', 'w'))
        for number, at in list(enumerate(times, 1))[taken:]:
            time.sleep(max(0, began + at - time.monotonic()))
            snapshot(folder, number, setup, tunnel)
        if client:
            client.wait(timeout=seconds + 60)
            if 'iperf3' in setup.get('files', ['iperf3']):
                with open(f'{stats}.iperf3') as source, open(f'{folder}/iperf3.json', 'w') as target:
                    target.write(source.read())
    finally:
        for process in (client, server, tunnel):
            if process and process.poll() is None:
                process.send_signal(signal.SIGTERM)
        if tunnel:
            tunnel.wait()
        for n in (A, B):
            sh('ip', 'netns', 'del', n, check=False)
    figures = json.load(open(stats)) if tunnel else None
    goodput = None
    if client:
        goodput = json.load(open(f'{stats}.iperf3'))['end'].get('sum_received', {}).get('bits_per_second')
    iperf3 = re.search(r'iperf (\S+)', sh('iperf3', '--version'))[1]
    fixture = {
        'expected': setup['expected'], 'limit': setup.get('limit', setup['expected']),
        **({'also': setup['also']} if 'also' in setup else {}), 'why': setup['why'],
        'seconds': round(times[1] - times[0], 1),
        'setup': {k: v for k, v in setup.items() if k not in ('expected', 'limit', 'also', 'why')},
        'measured': {'goodputMbps': goodput and round(goodput / 1e6, 3), 'tunnel': figures},
        'kernel': platform.release(),
        'versions': {'iproute2': re.search(r'iproute2-(\S+?),', sh('ip', '-V'))[1], 'iperf3': iperf3},
    }
    with open(f'{folder}/fixture.json', 'w') as file:
        json.dump(fixture, file, indent=2)
        file.write('\n')
    print(name, json.dumps(fixture['measured']), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--out', required=True)
    parser.add_argument('--setups', default=f'{here}/setups.json')
    parser.add_argument('--tunnel', help='the program tunnel.c, built; default: builds it')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    setups = json.load(open(args.setups))
    binary = args.tunnel
    if not binary:
        binary = f'{tempfile.mkdtemp()}/tunnel'
        sh('gcc', '-O2', '-Wall', '-pthread', '-o', binary, f'{here}/tunnel.c')
    for name in args.names or setups:
        if name not in setups:
            sys.exit(f'{name}: is no set-up; there are: {", ".join(setups)}')
        needed = setups[name].get('kernel')
        if needed and not platform.release().startswith(needed):
            print(f'{name}: needs Linux {needed}', flush=True)
            continue
        capture(name, setups[name], args.out, binary)


if __name__ == '__main__':
    main()
