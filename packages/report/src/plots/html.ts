import { escaped, fontFamily, themeCss } from './theme.js';

/** A shadow on the side where a table goes on: two that stay, and two of the ground that scroll over them. */
const scrollHint = `background:
  linear-gradient(to right, var(--ground) 30%, transparent) left / 3rem 100% no-repeat local,
  linear-gradient(to left, var(--ground) 30%, transparent) right / 3rem 100% no-repeat local,
  radial-gradient(farthest-side at 0 50%, var(--shade), transparent) left / 0.9rem 100% no-repeat,
  radial-gradient(farthest-side at 100% 50%, var(--shade), transparent) right / 0.9rem 100% no-repeat;`;

/** On a phone a drawing keeps its size and is pushed to and fro: shrunk, its text has five pixels. */
const css = `${themeCss}
body { font: 15px/1.5 ${fontFamily}; color: var(--title); background: var(--ground); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
p, td, th { color: var(--ink); } svg { max-width: 100%; height: auto; color: var(--ink); }
figure { margin: 0; } figcaption { color: var(--ink); } table { border-collapse: collapse; font-size: 0.85rem; } th, td { padding: 0.2rem 0.7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { text-align: left; } .bad { color: var(--measured); font-weight: 600; }
.row { display: flex; flex-wrap: wrap; gap: 1.5rem; } .scroll { overflow-x: auto; ${scrollHint} }
@media (max-width: 34rem) { body { padding: 0 0.8rem; } table { font-size: 0.78rem; } th, td { padding: 0.2rem 0.35rem; }
  .scroll > svg { max-width: none; } }`;

/**
 * A page that needs nothing else.
 *
 * @param style what it needs beyond the rules of all pages
 */
export function page(title: string, body: string, style = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${css}${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A name as the target of a link. */
export function anchor(id: string): string {
  return escaped(id.replaceAll(/[^\w.+-]/g, '-'));
}
