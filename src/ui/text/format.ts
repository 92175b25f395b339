// Numbers, sizes, ages and money as people read them. Pure.

export const dash = '-';

/** `1,234`, `12.3`; a dash for what is not known. */
export function formatNumber(value: number | undefined, digits = 1): string {
  if (value === undefined) return dash;
  return value.toLocaleString('en-US', { maximumFractionDigits: Number.isInteger(value) ? 0 : digits });
}

const sizes = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** `310 MB`: three digits at most, powers of 1,024. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined) return dash;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < sizes.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${sizes[unit]}`;
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
