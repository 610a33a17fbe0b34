import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunq-count-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What .ci/run would add up; a report that is undefined was never written. */
function count(
  tests: object | undefined,
  testsStatus: number,
  checks: object | undefined,
  checksStatus: number,
): string[] {
  const write = (name: string, report: object | undefined): string => {
    const path = join(folder, name);
    rmSync(path, { force: true });
    if (report) writeFileSync(path, JSON.stringify(report));
    return path;
  };
  const args = [write('tests.json', tests), String(testsStatus), write('checks.json', checks), String(checksStatus)];
  const { stdout, status } = spawnSync(process.execPath, ['scripts/count-results.mjs', ...args], { encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout.trimEnd().split('\n');
}

const green = { numPassedTests: 7, numPendingTests: 2, numTodoTests: 1, testResults: [] };
const checked = { passed: 5, failed: [] };

describe('count-results', () => {
  it('adds tests and checks', () => {
    expect(count(green, 0, checked, 0)).toEqual(['passed\t12', 'skipped\t3']);
  });

  it('names failed tests, and counts a file that could not be loaded as one', () => {
    const testResults = [
      {
        name: join(process.cwd(), 'a.test.ts'),
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'a\tb' },
          { status: 'passed', fullName: 'c' },
        ],
      },
      { name: join(process.cwd(), 'd.test.ts'), status: 'failed', assertionResults: [] },
    ];
    expect(count({ ...green, testResults }, 1, { passed: 4, failed: ['knip'] }, 1)).toEqual([
      'passed\t11',
      'skipped\t3',
      'failed\ta.test.ts > a b',
      'failed\td.test.ts (the file itself)',
      'failed\tknip',
    ]);
  });

  it.each([
    ['tests that failed outside of any test', green, 1, checked, 0, /^failed\tnpm test \(an error outside/],
    ['a build that broke before the tests', undefined, 1, checked, 0, /^failed\tnpm test \(nothing was reported/],
    ['tests that claim success without a report', undefined, 0, checked, 0, /^failed\tnpm test \(no report/],
    ['checks that ended without a report', green, 0, undefined, 1, /^failed\tnpm run check \(status 1/],
  ] as const)('counts %s as one failure', (_, tests, testsStatus, checks, checksStatus, message) => {
    const failures = count(tests, testsStatus, checks, checksStatus).slice(2);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(message);
  });
});
