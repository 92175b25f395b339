// The text forms of date, time and timestamp that Cassandra 3.11 accepts and prints. Calendar: proleptic Gregorian, UTC
// unless the text names a zone.

import { invalid } from '../cql-error.js';

const DAY_MS = 86_400_000;
const DAY_NS = 86_400_000_000_000n;

/** Days since 1970-01-01, for any year; undefined for a day that is none. */
function daysOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  // days from civil, counted in 400-year cycles from March 1 of year 0
  const y = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(y / 400);
  const yearOfCycle = y - cycle * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  const days = cycle * 146_097 + dayOfCycle - 719_468;
  return civilOf(days).day === day ? days : undefined;
}

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function civilOf(days: number): Civil {
  const shifted = days + 719_468;
  const cycle = Math.floor(shifted / 146_097);
  const dayOfCycle = shifted - cycle * 146_097;
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1_460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
      365,
  );
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day };
}

const two = (n: number): string => String(n).padStart(2, '0');
const yearText = (year: number): string => (year < 0 ? '-' : '') + String(Math.abs(year)).padStart(4, '0');

/** `2011-02-03`; years before 0 with a minus sign, and of any length after 9999. */
export function dateText(days: number): string {
  const { year, month, day } = civilOf(days);
  return `${yearText(year)}-${two(month)}-${two(day)}`;
}

/** `YYYY-MM-DD`, or the unsigned number as it is stored. Gives days since the epoch, -2^31 to 2^31 - 1. */
export function parseDate(text: string): number {
  if (/^-?\d+$/.test(text)) {
    const raw = Number(text);
    if (raw < 0 || raw > 0xffffffff) throw invalid(`Unable to make unsigned int (for date) from: '${text}'`);
    return raw - 2 ** 31;
  }
  const match = /^([+-]?\d{1,9})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const days = match === null ? undefined : daysOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (days === undefined) throw invalid(`Unable to coerce '${text}' to a formatted date (long)`);
  if (days < -(2 ** 31)) throw invalid(`Input date ${text} is less than min supported date ${dateText(-(2 ** 31))}`);
  if (days > 2 ** 31 - 1) {
    throw invalid(`Input date ${text} is greater than max supported date ${dateText(2 ** 31 - 1)}`);
  }
  return days;
}

/** `HH:MM:SS.nnnnnnnnn`. */
export function timeText(nanos: bigint): string {
  const seconds = Number(nanos / 1_000_000_000n);
  const fraction = String(nanos % 1_000_000_000n).padStart(9, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${fraction}`;
}

/** `HH:MM:SS[.f{1,9}]`, or nanoseconds since midnight. */
export function parseTime(text: string): bigint {
  if (/^-?\d+$/.test(text)) {
    const nanos = BigInt(text);
    if (nanos < 0n || nanos >= DAY_NS) throw invalid(`Unable to make long (for time) from: '${text}'`);
    return nanos;
  }
  const match = /^(\d+):(\d+):(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  const [, hour, minute, second, fraction = ''] = match ?? [];
  if (match === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw invalid(`(TimeType) Unable to coerce '${text}' to a formatted time (long)`);
  }
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

export interface TimestampStyle {
  /** Between date and time. */
  readonly separator: ' ' | 'T';
  /** After the milliseconds: `Z`, `+0000` or nothing. */
  readonly zone: string;
}

/** `2011-02-03 04:05:06.789` in UTC. */
export function timestampText(ms: bigint, { separator, zone }: TimestampStyle): string {
  const day = ms >= 0n ? ms / BigInt(DAY_MS) : -((-ms + BigInt(DAY_MS - 1)) / BigInt(DAY_MS));
  const ofDay = Number(ms - day * BigInt(DAY_MS));
  const seconds = Math.floor(ofDay / 1000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${dateText(Number(day))}${separator}${clock}.${String(ofDay % 1000).padStart(3, '0')}${zone}`;
}

// zone names that Java knows in every locale and that people write, each as the first zone of its list that has it [Java 8
// DateFormatSymbols]; offsets in minutes
const zones = new Map<string, number>(
  Object.entries({
    utc: 0,
    gmt: 0,
    z: 0,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    akst: -540,
    akdt: -480,
    hst: -600,
    ast: -240,
    adt: -180,
    nst: -210,
    ndt: -150,
    wet: 0,
    west: 60,
    bst: 60,
    cet: 60,
    cest: 120,
    met: 60,
    mest: 120,
    eet: 120,
    eest: 180,
    ist: 120,
    idt: 180,
    msk: 180,
    wat: 60,
    cat: 120,
    sast: 120,
    eat: 180,
    gst: 240,
    pkt: 300,
    npt: 345,
    ict: 420,
    hkt: 480,
    sgt: 480,
    awst: 480,
    jst: 540,
    kst: 540,
    acst: 570,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    sst: -660,
    art: -180,
    brt: -180,
  }),
);

// blanks may stand before each number and before the zone; a name needs one [Java SimpleDateFormat, patterns of Cassandra 3.11]
const timestampPattern =
  /^[ \t]*(\d{1,9})-[ \t]*(\d{1,2})-[ \t]*(\d{1,2})(?:[ T][ \t]*(\d{1,2}):[ \t]*(\d{1,2})(?::[ \t]*(\d{1,2})(?:\.[ \t]*(\d{1,3}))?)?)?(?:[ \t]*(Z|[+-]\d\d(?::?\d\d)?)| [ \t]*([A-Za-z]{3,5}|GMT[+-]\d{1,2}:\d\d))?$/;

function zoneMinutes(zone: string): number | undefined {
  const named = zones.get(zone.toLowerCase());
  if (named !== undefined) return named;
  const match = /^(?:GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(zone);
  if (match === null || Number(match[2]) > 23 || Number(match[3] ?? 0) > 59) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

/** Milliseconds since the epoch from their number, or from `yyyy-mm-dd[( |T)hh:mm[:ss[.fff]]][ zone]`. */
export function parseTimestamp(text: string): bigint {
  if (/^-?\d+$/.test(text)) {
    const ms = BigInt(text);
    if (ms !== BigInt.asIntN(64, ms)) throw invalid(`Unable to make long (for date) from: '${text}'`);
    return ms;
  }
  const match = timestampPattern.exec(text);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offsetText, zoneName] =
    match ?? [];
  const zone = offsetText ?? zoneName;
  const days = match === null ? undefined : daysOf(Number(year), Number(month), Number(day));
  const offset = zone === undefined ? 0 : zoneMinutes(zone);
  if (days === undefined || offset === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw invalid(`Unable to coerce '${text}' to a formatted date (long)`);
  }
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  return BigInt(days) * BigInt(DAY_MS) + BigInt(minutes * 60_000 + Number(second) * 1000 + Number(fraction));
}
