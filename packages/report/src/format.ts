/** Digits shown of a measured number: more would suggest an accuracy that no run has. */
const significantDigits = 4;

/** `1,234,567` */
export function formatCount(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : undefined);
}

/** Mbit/s in → `787.3 Mbit/s`, `23.40 Gbit/s`, `12.30 kbit/s`. */
export function formatRate(mbps: number): string {
  return scaled(mbps, [
    [1e3, 'Gbit/s'],
    [1, 'Mbit/s'],
    [1e-3, 'kbit/s'],
  ]);
}

/** ms in → `121.2 ms`, `2.350 s`, `18.20 µs`. */
export function formatMs(ms: number): string {
  return scaled(ms, [
    [1e3, 's'],
    [1, 'ms'],
    [1e-3, 'µs'],
  ]);
}

/** Bytes in → `2.650 MB` (powers of ten, as the tables of the field print them). */
export function formatBytes(bytes: number): string {
  return scaled(bytes, [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
    [1, 'B'],
  ]);
}

/** 0.0123 → `+1.2 %`; `±0.0 %` stands for anything that rounds to nothing. */
export function formatSignedPercent(fraction: number): string {
  const percent = fraction * 100;
  const digits = Math.abs(percent) >= 100 ? 0 : 1;
  const text = Math.abs(percent).toFixed(digits);
  const sign = Number(text) === 0 ? '±' : percent > 0 ? '+' : '−';
  return `${sign}${text} %`;
}

/** 0.0123 → `1.2 %` */
export function formatPercent(fraction: number, decimals = 1): string {
  return `${(fraction * 100).toFixed(decimals)} %`;
}

/** Four significant digits, never in exponent form. */
export function formatNumber(value: number, decimals = decimalsOf(value)): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '−' : ''}${grouped}${fraction ? `.${fraction}` : ''}`;
}

function decimalsOf(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude === 0) return 0;
  return Math.min(6, Math.max(0, significantDigits - 1 - Math.floor(Math.log10(magnitude))));
}

function scaled(value: number, units: readonly (readonly [factor: number, unit: string])[]): string {
  if (value === 0) return `0 ${units.find(([factor]) => factor === 1)?.[1] ?? ''}`;
  const last = units[units.length - 1] as readonly [number, string];
  const [factor, unit] = units.find(([least]) => Math.abs(value) >= least) ?? last;
  const shown = value / factor;
  return `${formatNumber(shown, Number.isInteger(shown) ? 0 : undefined)} ${unit}`;
}
