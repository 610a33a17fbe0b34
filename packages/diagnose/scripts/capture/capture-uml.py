#!/usr/bin/env python3
"""Runs capture.py inside a User-Mode Linux of another version, in virtual time: for what this machine's kernel lacks.

usage: capture-uml.py --kernel FILE --out FOLDER [--setups FILE] NAME...     (root, x86-64)

FILE is a kernel built with ARCH=um, hostfs, tun and time-travel support. It mounts this machine's root read-only, so the
tools inside are this machine's own (Debian's iproute2, iperf3); only FOLDER is written.
"""
import argparse, os, shutil, subprocess, sys, tempfile

here = os.path.dirname(os.path.abspath(__file__))
INIT = r'''#!/bin/bash
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PYTHONDONTWRITEBYTECODE=1
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev 2>/dev/null
mount -t tmpfs tmp /run; mkdir -p /run/netns; export TMPDIR=/run
D=$(sed -n 's/.*labdir=\([^ ]*\).*/\1/p' /proc/cmdline)
mount -t hostfs none "$D" -o "$D"
ip link set lo up
exec >"$D/console.txt" 2>&1
timeout 600 python3 "$D/capture.py" --tunnel "$D/tunnel" --setups "$D/setups.json" --out "$D/out" $(cat "$D/names")
sync; echo o >/proc/sysrq-trigger
'''


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--kernel', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--setups', default=f'{here}/setups.json')
    parser.add_argument('names', nargs='+')
    args = parser.parse_args()
    for name in args.names:
        lab = tempfile.mkdtemp(prefix='tunq-uml-')
        subprocess.run(['gcc', '-O2', '-Wall', '-static', '-pthread', '-o', f'{lab}/tunnel', f'{here}/tunnel.c'], check=True)
        shutil.copy(f'{here}/capture.py', lab)
        shutil.copy(args.setups, f'{lab}/setups.json')
        open(f'{lab}/names', 'w').write(name)
        open(f'{lab}/init.sh', 'w').write(INIT)
        os.chmod(f'{lab}/init.sh', 0o755)
        os.mkdir(f'{lab}/out')
        command = [args.kernel, 'mem=1500M', 'root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', f'init={lab}/init.sh',
                   'seccomp=auto', 'time-travel=inf-cpu', 'con=null', 'con0=fd:0,fd:1', f'labdir={lab}', 'panic=1']
        machine = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=open(f'{lab}/kmsg.txt', 'w'),
                                   stderr=subprocess.STDOUT, start_new_session=True, env={**os.environ, 'TMPDIR': lab})
        try:
            machine.wait(300)
        except subprocess.TimeoutExpired:
            os.killpg(machine.pid, 9)
        console = f'{lab}/console.txt'
        print(open(console).read() if os.path.exists(console) else open(f'{lab}/kmsg.txt').read()[-2000:], flush=True)
        if not os.path.exists(f'{lab}/out/{name}/fixture.json'):
            sys.exit(f'{name}: no result')
        shutil.copytree(f'{lab}/out/{name}', f'{args.out}/{name}', dirs_exist_ok=True)
        shutil.rmtree(lab)


if __name__ == '__main__':
    main()
