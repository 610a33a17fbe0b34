/** A value of a plan as a table or an axis shows it. */
export function valueLabel(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(valueLabel).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${valueLabel(inner)}`)
    .join(', ')} }`;
}
