import { expect, test } from 'vitest';
import { markdownTable } from './plain-table.js';

test('a Markdown table, whose cells cannot end it', () => {
  const table = { title: 'queue', head: ['', 'a|b'], rows: [['drops', '<b>'], ['short']] };
  expect(markdownTable(table)).toBe(
    ['### queue', '', '|  | a\\|b |', '| --- | ---: |', '| drops | &lt;b> |', '| short |  |'].join('\n'),
  );
});
