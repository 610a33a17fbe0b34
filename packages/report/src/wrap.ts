/** A colour code, which takes no column, or a character. */
const unit = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m|.`, 'gu');

/** After these a long word may be broken. */
const seams = new Set(['-', '/', '+', ',', ':', '.', '=', '_']);

/** Those that stand within a number, such as 1,234.5 or 1:30. */
const withinNumbers = new Set([',', ':', '.']);

/** What belongs to the number before it, and stands on the same line. */
const measure = /^(?:%|×|[mµn]?s|[kMG]?(?:bit\/s|B)|kpps|Mpps)(?![\p{L}\p{N}])/u;

/** Narrower than this a text is not wrapped: nothing could be read. */
const narrowest = 20;

/**
 * Breaks lines that are longer than the width: at spaces, long words behind a mark such as `-`, and else anywhere.
 * Continued lines are indented by two columns more than the first. Colour codes take no room.
 */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, Math.max(width, narrowest)))
    .join('\n');
}

function wrapLine(line: string, width: number): string[] {
  const indent = `${/^ */.exec(line)![0]}  `.slice(0, width >> 1);
  const lines: string[] = [];
  let units: string[] = line.match(unit) ?? [];
  for (let room = width; columns(units) > room; room = width - indent.length) {
    const end = breakAt(units, room);
    lines.push(units.slice(0, end).join('').trimEnd());
    units = units.slice(end);
    while (units[0] === ' ') units.shift();
  }
  const rest = units.join('');
  return [...lines, ...(rest === '' && lines.length > 0 ? [] : [rest])].map((part, i) =>
    i === 0 ? part : indent + part,
  );
}

/** Units of the next line: up to a space in its second half, else its last seam, else its last space, else all that fit. */
function breakAt(units: readonly string[], room: number): number {
  const first = units.findIndex((one) => one !== ' ');
  let space = 0;
  let seam = 0;
  let column = 0;
  let end = 0;
  for (; end < units.length; end++) {
    const one = units[end]!;
    if (isColor(one)) continue;
    if (one === ' ' && end > first && !isWithinQuantity(units, end)) space = end;
    if (column === room) break;
    column++;
    if (seams.has(one) && !(withinNumbers.has(one) && isDigit(units[end - 1]) && isDigit(units[end + 1])))
      seam = end + 1;
  }
  return space * 2 >= end ? space : seam || space || end;
}

/** Whether the space stands between a number and its unit. */
function isWithinQuantity(units: readonly string[], space: number): boolean {
  const rest = units.slice(space + 1, space + 10).filter((one) => !isColor(one));
  return isDigit(units[space - 1]) && measure.test(rest.join(''));
}

function isDigit(one: string | undefined): boolean {
  return one !== undefined && /^\d$/.test(one);
}

function columns(units: readonly string[]): number {
  return units.filter((one) => !isColor(one)).length;
}

function isColor(one: string): boolean {
  return one.length > 1 && one.startsWith(String.fromCharCode(27));
}
