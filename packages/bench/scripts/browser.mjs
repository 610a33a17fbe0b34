// Ten seconds of A in Chromium: in the page itself and in a Web Worker.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileScenario } from '@tunq/scenario';
import { anchorScenario, anchors, figureOf } from '../dist/index.js';
import { Unavailable } from './tools.mjs';

const executables = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** Runs after the first of a page, of which the best and the median count. */
const laterRuns = 5;

/** What page and worker do: run a configuration so many times, and say how long each took, ms. */
const run = `import { Simulation } from '/core.js';
const run = (config, count) => Array.from({ length: count }, () => {
  const start = performance.now();
  const simulation = new Simulation(config);
  while (!simulation.step());
  return performance.now() - start;
});`;

const files = {
  '/': ['text/html', '<!doctype html><title>tunq bench</title><script type="module" src="/page.js"></script>'],
  '/page.js': ['text/javascript', `${run}\nglobalThis.run = run;`],
  '/worker.js': [
    'text/javascript',
    `${run}\nonmessage = ({ data }) => postMessage(run(...data));\npostMessage('ready');`,
  ],
};

/**
 * @param {number} runs new pages, whose first runs count
 * @param {(text: string) => void} say
 */
export async function measureBrowser(runs, say) {
  const executablePath = process.env.CHROMIUM ?? executables.find((path) => existsSync(path));
  if (!executablePath) throw new Unavailable('no Chromium (apt-get install chromium, or CHROMIUM=path)');
  const { chromium } = await import('playwright-core').catch(() => {
    throw new Unavailable('no playwright-core (npm ci)');
  });
  const server = await serve();
  const profile = mkdtempSync(join(tmpdir(), 'tunq-chromium-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: flags.split(' ') });
  try {
    const origin = `http://127.0.0.1:${server.address().port}/`;
    const config = compileScenario(anchorScenario(anchors.A));
    const places = [];
    for (const [place, measure] of Object.entries({ page: inPage, worker: inWorker })) {
      const times = [];
      for (let page = 0; page < runs; page++) {
        say(`Chromium, ${place}, ${page + 1} of ${runs}`);
        times.push(await measure(context, origin, config));
      }
      places.push({
        place,
        firstMs: figureOf(
          times.map(([first]) => first),
          'lower',
        ),
        laterMs: figureOf(
          times.flatMap(([, ...later]) => later),
          'lower',
        ),
      });
    }
    return { name: `Chromium ${context.browser()?.version() ?? ''}`.trim(), places };
  } finally {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function inPage(context, origin, config) {
  const page = await context.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'run' in globalThis);
  const times = await page.evaluate(([given, count]) => globalThis.run(given, count), [config, 1 + laterRuns]);
  await page.close();
  return times;
}

async function inWorker(context, origin, config) {
  const page = await context.newPage();
  await page.goto(origin);
  const times = await page.evaluate(
    (given) =>
      new Promise((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.onmessage = ({ data }) => (data === 'ready' ? worker.postMessage(given) : resolve(data));
      }),
    [config, 1 + laterRuns],
  );
  await page.close();
  return times;
}

function serve() {
  const core = readFileSync(fileURLToPath(import.meta.resolve('@tunq/core')));
  const server = createServer(({ url }, response) => {
    const [type, body] = url === '/core.js' ? ['text/javascript', core] : (files[url] ?? []);
    response.writeHead(type ? 200 : 404, { 'content-type': type ?? 'text/plain', 'cache-control': 'no-store' });
    response.end(body ?? '');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
