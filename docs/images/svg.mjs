// What the figures share: scales, axes and a card that is legible on light and on dark pages. Plain SVG, no library.

/** Classes of all figures. An image follows the reader's colour scheme, not the page's, so it brings its own ground. */
const style = `
  .card { fill: #ffffff; stroke: #d0d7de; }
  text { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; font-size: 13px; }
  text { fill: #57606a; }
  .title { font-size: 16px; font-weight: 600; fill: #1f2328; }
  .panel { font-size: 13px; font-weight: 600; fill: #1f2328; }
  .small { font-size: 11.5px; }
  .grid { stroke: #d8dee4; stroke-width: 1; }
  .axis { stroke: #8c959f; stroke-width: 1; }
  .mark { stroke: #8c959f; stroke-width: 1; stroke-dasharray: 3 4; }
  .leader { stroke: #8c959f; stroke-width: 0.75; }
  .band { fill: #eaeef2; }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
  .drop { stroke: #c2410c; fill: #c2410c; } .line.drop { fill: none; } text.drop { stroke: none; }
  .back { stroke: #0a5cc2; fill: #0a5cc2; } .line.back { fill: none; } text.back { stroke: none; }
  text.drop, text.back { font-weight: 600; }
  .open { fill: #ffffff; stroke-width: 1.75; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #30363d; }
    text { fill: #9198a1; }
    .title, .panel { fill: #f0f6fc; }
    .grid { stroke: #21262d; }
    .axis, .mark, .leader { stroke: #6e7681; }
    .band { fill: #1b222c; }
    .drop { stroke: #f78b4c; fill: #f78b4c; } .line.drop { fill: none; } text.drop { stroke: none; }
    .back { stroke: #6cb0ff; fill: #6cb0ff; } .line.back { fill: none; } text.back { stroke: none; }
    .open { fill: #0d1117; }
  }`;

/**
 * A whole figure.
 * @param {number} width px
 * @param {number} height px
 * @param {string} description what a reader who does not see it should know
 * @param {readonly string[]} parts elements
 */
export function figure(width, height, description, parts) {
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">
<title>${escaped(description)}</title>
<style>${style}
</style>
<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${parts.join('\n')}
</svg>
`;
}

/** A scale from values to pixels; `ticks` are the values that get a grid line. */
export function linear([from, to], [low, high], ticks) {
  return { at: (value) => low + ((value - from) / (to - from)) * (high - low), ticks };
}

export function logarithmic([from, to], [low, high], ticks) {
  const scale = linear([Math.log(from), Math.log(to)], [low, high], ticks);
  return { at: (value) => scale.at(Math.log(value)), ticks };
}

/** @param {'start' | 'middle' | 'end'} anchor */
export function text(x, y, content, name = '', anchor = 'start') {
  const kind = name === '' ? '' : ` class="${name}"`;
  return `<text${kind} x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

export function segment(x1, y1, x2, y2, name) {
  return `<line class="${name}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"/>`;
}

export function dot(x, y, radius, name) {
  return `<circle class="${name}" cx="${px(x)}" cy="${px(y)}" r="${radius}"/>`;
}

/** A line through points in pixels, with a dot at each. */
export function series(points, name) {
  const path = points.map(([x, y]) => `${px(x)},${px(y)}`).join(' ');
  return [`<polyline class="line ${name}" points="${path}"/>`, ...points.map(([x, y]) => dot(x, y, 3, name))];
}

/** Grid, ticks and titles of a plot; scales map to pixels already. */
export function axes({
  x,
  y,
  left,
  right,
  top,
  bottom,
  xTitle,
  yTitle,
  format = (value) => value.toLocaleString('en-US'),
}) {
  return [
    ...y.ticks.map((tick) => segment(left, y.at(tick), right, y.at(tick), 'grid')),
    ...y.ticks.map((tick) => text(left - 8, y.at(tick) + 4.5, format(tick), 'small', 'end')),
    ...x.ticks.map((tick) => segment(x.at(tick), bottom, x.at(tick), bottom + 5, 'axis')),
    ...x.ticks.map((tick) => text(x.at(tick), bottom + 19, format(tick), 'small', 'middle')),
    segment(left, bottom, right, bottom, 'axis'),
    text((left + right) / 2, bottom + 40, xTitle, '', 'middle'),
    text(left - 40, top - 18, yTitle, 'panel'),
  ];
}

function px(value) {
  return Number(value.toFixed(1));
}

function escaped(content) {
  return String(content).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
