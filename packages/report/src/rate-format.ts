import { formatNumber, formatPercent } from './format.js';

/** The number of a cell in the unit of its table. */
interface Rated {
  readonly rate: { readonly unit: string; readonly published: number };
}

const unitTitles: Readonly<Record<string, string>> = {
  kpps: 'kpps (thousand packets a second; with several threads: of one)',
  '1': 'share',
};

/** What a reader is told of a unit. */
export function unitTitle(unit: string): string {
  return unitTitles[unit] ?? unit;
}

/** `wireguard_go_patched_mbps` → `wireguard go patched` */
export function columnTitle(column: string): string {
  return column.replace(/_(?:[mg]bps|kpps|kpps_corrected)$/, '').replaceAll('_', ' ');
}

/** As it was printed; a share in percent. */
export function formatPublished({ rate: { unit, published } }: Rated): string {
  return unit === '1' ? formatPercent(published, 3) : String(published);
}

/** A rate in the unit of a cell's table; beside 1.7 as published, 1.66 says enough. */
export function formatRateBeside(rate: number, { rate: { unit, published } }: Rated): string {
  if (unit === '1') return formatPercent(rate, 3);
  return rate !== 0 && rate < 10 && published < 10 ? rate.toFixed(2) : formatNumber(rate).replaceAll(',', '');
}
