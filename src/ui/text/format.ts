// Numbers, sizes, ages and money as people read them. Pure.

export const dash = '-';

/** `1,234`, `12.3`; a dash for what is not known. */
export function formatNumber(value: number | undefined, digits = 1): string {
  if (value === undefined) return dash;
  return value.toLocaleString('en-US', { maximumFractionDigits: Number.isInteger(value) ? 0 : digits });
}

export function formatMoney(dollars: number | undefined): string {
  if (dollars === undefined) return 'unknown';
  const digits = dollars > 0 && dollars < 10 ? 2 : 0;
  return `$${dollars.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** `2026-11-21 14:05:09` in UTC, from ISO text. */
export function formatTime(iso: string | undefined): string {
  return iso === undefined ? dash : iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
}
