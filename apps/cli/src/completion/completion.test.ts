import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { complaint, tunq } from '../testing/capture.js';
import { brokenAt, wordsOf } from './shell-line.js';

/** What follows on a line, without the descriptions. */
async function following(...words: string[]): Promise<string[]> {
  const { status, stdout, stderr } = await tunq(['__complete', '--', ...words]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0]!]));
}

describe('what may follow', () => {
  test.each([
    [['ru'], ['run']],
    [['help', 'che'], ['check']],
    [
      ['run', 'tap-vhost-d'],
      ['tap-vhost-delay', 'tap-vhost-delay-patched', ':files'],
    ],
    [['presets', 'tail'], ['tail-drop-10']],
    [['reproduce', 'v3_vhost_qlen', 'v3_vhost_d'], ['v3_vhost_delay']],
    [['calibrate', 'reader.perP'], ['reader.perPacket']],
    [['check', 'v12-no-w'], ['v12-no-wake']],
    [['run', 'x', '--set', 'device.ki'], ['device.kind=']],
    [
      ['run', 'x', '--set', 'device.kind=t'],
      ['device.kind=tun', 'device.kind=tap', 'device.kind=tap+vhost'],
    ],
    [['run', 'x', '--set', 'flows[0].cong'], ['flows[0].congestion=']],
    [['run', 'x', '--set', 'flows[0].congestion=b'], ['flows[0].congestion=bbr']],
    [['run', 'x', '--set', 'path.rtt='], []],
    [['run', 'x', '--set=sender.hys'], ['--set=sender.hystart=']],
    [['compare', 'x', '--vary', 'sender.hystart=true,'], ['sender.hystart=true,false']],
    [['check', '--memory', 'tso,s'], ['tso,sc']],
    [['check', '--memory=w'], ['--memory=weak']],
    [['run', 'x', '--trace-kinds', 'drop,q'], ['drop,queue']],
    [
      ['validate', '--sort', ''],
      ['error', 'file'],
    ],
    [
      ['bench', '--scenario', ''],
      ['A', 'B', 'C', 'E'],
    ],
    [
      ['validate', '--cells', 'diff'],
      ['differential', ':files'],
    ],
    [
      ['validate', '--cells', 'kernel', 'diff'],
      ['differential', ':files'],
    ],
    [
      ['validate', '--packets', 'al'],
      ['all', ':files'],
    ],
    [['validate', '--cell', 'cubic-1f-pfifo_fast-q500-40ms-15us-b'], ['cubic-1f-pfifo_fast-q500-40ms-15us-bp']],
    [['run', 'x', '--trace', ''], [':files']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['run', 'x', '--js'], ['--json']],
    [['run', 'x', '--json', '--js'], []],
    [['run', 'x', '--set', 'seed=1', '--se'], ['--set']],
    [['run', 'x', '--', '--js'], []],
    [
      ['schema', ''],
      ['scenario', 'plan'],
    ],
    [
      ['schema', 'plan', ''],
      ['--quiet', '--help'],
    ],
  ])('%j', async (words, expected) => {
    expect(await following(...words)).toEqual(expected);
  });

  test('behind an option that the command does not have, its options', async () => {
    const offered = await following('run', 'x', '--jobs', '');
    expect(offered).toEqual(expect.arrayContaining(['--set', '--json', '--trace', '--quiet', '--help']));
    expect(offered).not.toContain('--jobs');
  });

  test('every command, with what its help says of it', async () => {
    const { stdout } = await tunq(['__complete', '--', '']);
    const help = (await tunq(['--help'])).stdout;
    const shown = [...help.split('Examples:')[0]!.matchAll(/^ {2}([a-z]+) .*? {2,}(\S.*)$/gm)].map(([, name, what]) => [
      name,
      what,
    ]);
    expect(shown.length).toBeGreaterThan(8);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')),
    ).toEqual(shown);
  });
});

test('a shell that is not known', async () => {
  expect(complaint(await tunq(['completion', 'csh']))).toContain('Allowed choices are bash, zsh, fish');
});

test('a line is split as a shell splits it', () => {
  expect(wordsOf('tunq run ')).toEqual(['tunq', 'run', '']);
  expect(wordsOf(`tunq run 'a b' "c d"e f\\ g 'h i`)).toEqual(['tunq', 'run', 'a b', 'c de', 'f g', 'h i']);
  expect(wordsOf("tunq '' x")).toEqual(['tunq', '', 'x']);
  expect(brokenAt('device.kind=t', ' =:')).toBe('device.kind='.length);
  expect(brokenAt('device.kind=t', ' ')).toBe(0);
});

/** A line, what the last word may become, and what zsh makes of the line. */
const lines = [
  { line: 'tunq ru', words: ['run'], zsh: 'tunq run ' },
  {
    line: 'tunq run wireguard-go-w',
    words: ['wireguard-go-world', 'wireguard-go-world-patched'],
    zsh: 'tunq run wireguard-go-world',
  },
  { line: 'tunq run files/', words: ['files/mine.yaml'], zsh: 'tunq run files/mine.yaml ' },
  { line: 'tunq run x --set device.ki', words: ['device.kind='], zsh: 'tunq run x --set device.kind=' },
  {
    line: 'tunq run x --set device.kind=t',
    words: ['device.kind=tun', 'device.kind=tap', 'device.kind=tap+vhost'],
    zsh: 'tunq run x --set device.kind=t',
  },
  { line: 'tunq run x --set=device.ki', words: ['--set=device.kind='], zsh: 'tunq run x --set=device.kind=' },
  { line: "tunq run x --set 'device.ki", words: ['device.kind='], zsh: "tunq run x --set 'device.kind=" },
  { line: 'tunq check --memory sc,', words: ['sc,tso', 'sc,weak'], zsh: 'tunq check --memory sc,' },
  { line: 'tunq run x --trace fi', words: ['files'], zsh: 'tunq run x --trace files/' },
  {
    line: 'tunq run x --trace=files/',
    words: ['--trace=files/mine.yaml'],
    zsh: 'tunq run x --trace=files/mine.yaml ',
  },
  { line: 'tunq help che', words: ['check'], zsh: 'tunq help check ' },
  { line: 'tunq validate --sort ', words: ['error', 'file'], zsh: 'tunq validate --sort ' },
] as const;

function installed(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}

/** Named with the reason where the shell is not there. */
function inShell(shell: string, body: () => void): void {
  const there = installed(shell);
  describe.skipIf(!there)(there ? shell : `${shell} (skipped: no ${shell}; apt-get install ${shell})`, body);
}

describe('in the shells themselves', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunq-completion-'));
    symlinkSync(fileURLToPath(new URL('../../bin/tunq.js', import.meta.url)), join(folder, 'tunq'));
    mkdirSync(join(folder, 'files'));
    writeFileSync(join(folder, 'files/mine.yaml'), '');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function shell(name: string, argv: readonly string[], script: string): string {
    writeFileSync(join(folder, 'script'), script);
    const { status, stdout, stderr } = spawnSync(name, [...argv, 'script'], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, HOME: folder, PATH: [folder, process.env.PATH].join(delimiter), TERM: 'dumb' },
      timeout: 60_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  }

  inShell('bash', () => {
    test('candidates, from where bash breaks the word', () => {
      // As readline does it: words are broken at `=`, which is a word of its own.
      const stdout = shell(
        'bash',
        ['--norc', '--noprofile'],
        `compopt() { :; }
source <(tunq completion bash)
try() {
  COMP_LINE=$1 COMP_POINT=\${#1} COMPREPLY=()
  read -ra COMP_WORDS <<<"\${1//=/ = }"
  [[ $1 == *[=\\ ] ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _tunq tunq
  echo "\${COMPREPLY[*]}"
}
${lines.map(({ line }) => `try ${quoted(line)}`).join('\n')}`,
      );
      const expected = lines.map(({ line, words }) => {
        const given = line.split(' ').at(-1)!.replace("'", '');
        return words.map((word) => word.slice(given.lastIndexOf('=') + 1)).join(' ');
      });
      expect(stdout.trimEnd().split('\n')).toEqual(expected);
    });
  });

  inShell('zsh', () => {
    test('the line that a tab makes of it, and how many candidates there are', () => {
      const stdout = shell(
        'zsh',
        ['-f'],
        `zmodload zsh/zpty
tunq completion zsh > _tunq
zpty z zsh -f -i
zpty -w z "PS1=; fpath=($PWD \\$fpath); autoload -Uz compinit; compinit -u -D
try() { BUFFER=\\$(<line); CURSOR=\\$#BUFFER; zle once; print -r -- \\"\\$BUFFER|\\$count\\" >> out; BUFFER=; zle accept-line }
counted() { count=\\$compstate[nmatches] }
once() { comppostfuncs=(counted); _main_complete }
zle -N try; zle -C once complete-word once; bindkey '^T' try"
touch out
n=0
for text in ${lines.map(({ line }) => quoted(line)).join(' ')}; do
  print -rn -- $text > line
  zpty -w -n z $'\\x14'
  for i in {1..300}; do [[ $(wc -l < out) -gt $n ]] && break; sleep 0.05; done
  n=$((n + 1))
done
cat out
zpty -d z`,
      );
      const expected = lines.map(({ words, zsh }) => `${zsh}|${words.length}`);
      expect(stdout.trimEnd().split('\n')).toEqual(expected);
    });
  });

  inShell('fish', () => {
    test('candidates', () => {
      const stdout = shell(
        'fish',
        ['--no-config'],
        `tunq completion fish | source
for line in ${lines.map(({ line }) => quoted(line)).join(' ')}
  complete -C $line | string replace -r '\\t.*' '' | sort | string join ' '
end`,
      );
      const expected = lines.map(({ words }) =>
        words
          .map((word) => (word === 'files' ? 'files/' : word))
          .sort()
          .join(' '),
      );
      expect(stdout.trimEnd().split('\n')).toEqual(expected);
    });
  });
});

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
