// `node scripts/count-results.mjs TESTS.json STATUS CHECKS.json STATUS`: what .ci/run adds up, one tab-separated line each:
// `passed N`, `skipped N`, and `failed NAME` for every failure. TESTS.json is vitest's, CHECKS.json that of scripts/check.mjs.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [testsFile, testsStatus, checksFile, checksStatus] = process.argv.slice(2);

/** @returns {any} the document, or undefined if the step ended before it wrote one */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Failed tests by name; a file that could not be loaded has none and counts as one. */
function failedTests(report) {
  return report.testResults.flatMap((file) => {
    const path = relative(process.cwd(), file.name);
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && file.status === 'failed') return [`${path} (the file itself)`];
    return failed.map((test) => `${path} > ${test.fullName}`);
  });
}

const failures = [];
let passed = 0;
let skipped = 0;

const tests = read(testsFile);
if (tests) {
  passed += tests.numPassedTests;
  skipped += tests.numPendingTests + tests.numTodoTests;
  failures.push(...failedTests(tests));
}
if (testsStatus !== '0' && failures.length === 0) {
  failures.push(tests ? 'npm test (an error outside of any test)' : 'npm test (nothing was reported: see above)');
}
if (testsStatus === '0' && !tests) failures.push('npm test (no report was written)');

const checks = read(checksFile);
if (checks) {
  passed += checks.passed;
  failures.push(...checks.failed);
} else {
  failures.push(`npm run check (status ${checksStatus}, no report was written)`);
}

console.log(`passed\t${passed}\nskipped\t${skipped}`);
for (const name of failures) console.log(`failed\t${name.replaceAll(/\s+/g, ' ')}`);
