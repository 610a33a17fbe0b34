// Draws the figures of the documentation from real runs: `node docs/images/make.mjs`, after a build.
import { writeFileSync } from 'node:fs';
import { cellSeries, kernelCellScenario, simulatedTables } from '@tunq/reference';
import { bundledCells, reproduce, validate } from '@tunq/reference/node';
import { nodeDocument } from '@tunq/report/node';
import { cellFigure, tableFigure } from '@tunq/report/plots';
import { presetScenario } from '@tunq/scenario';
import { runMany } from '@tunq/sim/node';
import { axes, dot, figure, linear, logarithmic, segment, series, text } from './svg.mjs';

const queueLengths = [
  1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000,
];

/** Goodput and RTT over the length of the queue, for both flow controls. */
async function queueLength() {
  const run = async (flowControl) => {
    const jobs = queueLengths.map((length) => ({
      id: `${flowControl} ${length}`,
      scenario: presetScenario('kernel-cell', [
        'path.rtt=120ms',
        `device.queueLength=${length}`,
        `device.flowControl=${flowControl}`,
      ]),
    }));
    const outcomes = await runMany(jobs);
    return outcomes.map(({ run, error }, i) => {
      if (error) throw error;
      return { length: queueLengths[i], goodput: run.result.goodputMbps, rtt: run.result.rttMs.mean };
    });
  };
  const drop = await run('tail-drop');
  const back = await run('linux-7.3');

  const [top, bottom] = [122, 352];
  const lengths = [1, 10, 100, 1000, 5000];
  const panel = (left, right, domain, ticks, yTitle, value) => {
    const x = logarithmic([1, 5000], [left, right], lengths);
    const y = linear(domain, [bottom, top], ticks);
    const points = (results) => results.map((result) => [x.at(result.length), y.at(value(result))]);
    const parts = [
      ...axes({ x, y, left, right, top, bottom, xTitle: 'queue length (txqueuelen), packets', yTitle }),
      segment(x.at(500), top - 4, x.at(500), bottom, 'mark'),
      ...series(points(drop), 'drop'),
      ...series(points(back), 'back'),
    ];
    return { x, y, parts };
  };
  const goodput = panel(66, 480, [0, 220], [0, 50, 100, 150, 200], 'Goodput, Mbit/s', (result) => result.goodput);
  const rtt = panel(556, 846, [115, 150], [120, 130, 140, 150], 'Mean RTT, ms', (result) => result.rtt);
  const at = (results, length) => results.find((result) => result.length === length);
  return figure(
    880,
    420,
    'Goodput and mean RTT of one CUBIC connection over the length of the TUN queue, with tail drop and with backpressure',
    [
      text(26, 36, 'What a full TUN queue does to one TCP connection, and what backpressure would do', 'title'),
      text(
        26,
        58,
        'Simulated: CUBIC, 10 s, 120 ms path, a reader that takes 30 µs a packet (400 Mbit/s), pfifo_fast above.',
      ),
      ...goodput.parts,
      text(goodput.x.at(7), goodput.y.at(at(back, 10).goodput) - 10, 'backpressure (linux-7.3)', 'back'),
      text(goodput.x.at(33), goodput.y.at(at(drop, 100).goodput) + 2, 'tail drop', 'drop', 'end'),
      text(goodput.x.at(500) + 5, bottom - 8, 'default: 500', 'small'),
      text(goodput.x.at(1) + 6, goodput.y.at(112), 'the qdisc', 'small'),
      text(goodput.x.at(1) + 6, goodput.y.at(112) + 14, 'is as short', 'small'),
      segment(goodput.x.at(1.6), goodput.y.at(98), goodput.x.at(2.7), goodput.y.at(62), 'leader'),
      ...rtt.parts,
      text(rtt.x.at(12), rtt.y.at(at(back, 100).rtt) - 22, 'backpressure', 'back'),
      text(rtt.x.at(25), rtt.y.at(at(drop, 100).rtt) + 19, 'tail drop', 'drop'),
    ],
  );
}

/** Every cell of the first mail's tables: published against simulated. */
async function reproduction() {
  const { cells } = await reproduce();
  const [left, right, top, bottom] = [72, 532, 128, 588];
  const domain = [0.5, 40_000];
  const ticks = [1, 10, 100, 1000, 10_000];
  const x = logarithmic(domain, [left, right], ticks);
  const y = logarithmic(domain, [bottom, top], ticks);
  const place = ({ measured, simulated }) => [x.at(measured.goodputMbps), y.at(simulated.goodputMbps)];
  const kind = ({ column }) => (/patched/.test(column) ? 'back' : 'drop');
  const edge = (factor) => [domain[0], domain[1]].map((value) => [x.at(value), y.at(value * factor)]);
  const corners = [...edge(1.25), ...edge(0.8).reverse()].map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`);
  return figure(
    560,
    650,
    'Goodput of 68 published cells against the simulation, both axes logarithmic; points on the diagonal agree',
    [
      text(26, 36, 'Published and simulated goodput, 68 cells', 'title'),
      text(26, 58, 'The six tables of the original patch mail. On the diagonal both agree;'),
      text(26, 75, 'the band is ±25 %. Filled: rows that a parameter was fitted on.'),
      `<clipPath id="plot"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/></clipPath>`,
      `<polygon class="band" points="${corners.join(' ')}" clip-path="url(#plot)"/>`,
      ...axes({ x, y, left, right, top, bottom, xTitle: 'published, Mbit/s', yTitle: 'Simulated, Mbit/s' }),
      ...x.ticks.map((tick) => segment(x.at(tick), top, x.at(tick), bottom, 'grid')),
      segment(left, bottom, right, top, 'axis'),
      ...cells.map((cell) => dot(...place(cell), 4.5, `${kind(cell)}${cell.role === 'calibration' ? '' : ' open'}`)),
      text(right - 10, bottom - 32, 'default kernel: tail drop', 'drop', 'end'),
      text(right - 10, bottom - 12, 'patched kernel: backpressure', 'back', 'end'),
    ],
  );
}

/** The course over time of the kernel cells whose goodput is furthest off. */
async function worstCells() {
  const cells = await bundledCells();
  const report = await validate(cells);
  const size = ({ error }) => Math.abs(error.goodput ?? 0);
  const worst = [...report.cells].sort((a, b) => size(b) - size(a)).slice(0, 3);
  for (const [i, { id }] of worst.entries()) {
    const placed = cells.find(({ cell }) => cell.id === id);
    const series = await cellSeries(placed.cell, kernelCellScenario(placed).scenario);
    const svg = cellFigure(series, { document: nodeDocument(), width: 880, mostFlows: 2, standalone: true });
    writeFileSync(new URL(`validation-${i + 1}.svg`, import.meta.url), `${svg}\n`);
  }
}

/** Every published table beside the simulation, with the range of ten repeats. */
async function publishedTables() {
  const { tables, cells } = await reproduce({ tables: simulatedTables, seeds: 10 });
  for (const table of tables) {
    const own = cells.filter((cell) => cell.table === table.name);
    const svg = tableFigure(table, own, { document: nodeDocument(), standalone: true });
    writeFileSync(new URL(`published-${table.name}.svg`, import.meta.url), `${svg}\n`);
  }
}

await publishedTables();
await worstCells();
for (const [name, draw] of Object.entries({ 'queue-length': queueLength, reproduction })) {
  writeFileSync(new URL(`${name}.svg`, import.meta.url), await draw());
}
