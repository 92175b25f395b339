// Figures as a person reads them in a narrow column: at most four digits, one unit a column, `-` for what is not known.

/** A column's common scale: chosen once from its largest value, so that its figures compare at a glance. */
export interface Scale {
  readonly divisor: number;
  readonly prefix: '' | 'k' | 'M' | 'G';
}

const SCALES: readonly Scale[] = [
  { divisor: 1, prefix: '' },
  { divisor: 1e3, prefix: 'k' },
  { divisor: 1e6, prefix: 'M' },
  { divisor: 1e9, prefix: 'G' },
];

/** The smallest scale in which the largest value has at most four digits. */
export function scaleFor(values: Iterable<number | undefined>): Scale {
  let largest = 0;
  for (const value of values) if (value !== undefined && value > largest) largest = value;
  for (const scale of SCALES) if (largest / scale.divisor < 9_999.5) return scale;
  return SCALES[3] as Scale;
}

const UNIT = SCALES[0] as Scale;

/** 12 → `12`, 2212 → `2,212`, 12400 in k → `12.4`, 0.3 → `0.3`, undefined → `-`. */
export function figure(value: number | undefined, scale: Scale = UNIT): string {
  if (value === undefined || !Number.isFinite(value)) return '-';
  const scaled = value / scale.divisor;
  if (scaled === 0) return '0';
  if (scaled < 0.05 && scale.divisor === 1) return '<0.1';
  if (scaled < 9.95 && !Number.isInteger(scaled)) return scaled.toFixed(scaled < 1 && scale.divisor > 1 ? 2 : 1);
  if (scaled < 99.95 && scale.divisor > 1) return scaled.toFixed(1);
  return grouped(scaled);
}

/** A figure that carries its own unit prefix: 12400 → `12.4k`. */
export function compact(value: number | undefined): string {
  if (value === undefined) return '-';
  const scale = SCALES.find(({ divisor }) => value / divisor < (divisor === 1 ? 9_999.5 : 999.5)) ?? UNIT;
  return `${figure(value, scale)}${scale.prefix}`;
}

/** 1234567.8 → `1,234,568`. */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Milliseconds: `0.05`, `0.9`, `6.0`, `212`, `9,999+`. */
export function milliseconds(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '-';
  if (value === 0) return '0';
  if (value < 0.005) return '<0.01';
  if (value < 0.095) return value.toFixed(2);
  if (value < 9.95) return value.toFixed(1);
  return value > 9_999 ? '9,999+' : grouped(value);
}

export function percent(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return '-';
  const value = share * 100;
  return value > 999 ? '>999%' : `${Math.round(value)}%`;
}

/** Powers of 1,024, as AWS bills: `310 MB`, `1.2 GB`, `48 GB`. */
export function bytes(value: number | undefined): string {
  if (value === undefined) return '-';
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let scaled = value;
  let unit = 0;
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1024;
    unit++;
  }
  const digits = scaled < 9.95 && unit > 0 && scaled !== 0 ? scaled.toFixed(1) : Math.round(scaled).toString();
  return `${digits} ${units[unit]}`;
}

export function dollars(value: number | undefined): string {
  if (value === undefined) return '-';
  if (value < 9.995) return `$${value.toFixed(2)}`;
  return value < 99_999.5 ? `$${grouped(value)}` : `$${grouped(value / 1000)}k`;
}

/** A span of time in one or two units: `4s`, `2m 10s`, `3h 5m`, `12d`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m ${seconds % 60}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
  return `${Math.floor(hours / 24)}d`;
}

/** An age in one unit, for a mark beside a figure: `40s`, `3m`, `2h`, `5d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** Time of day in the reader's own zone: `12:04:31`. */
export function timeOfDay(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number) => value.toString().padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text from outside without anything that could move the cursor, change colours or turn the reading direction. */
export function harmless(text: string): string {
  return text.replace(CONTROL, '·');
}
