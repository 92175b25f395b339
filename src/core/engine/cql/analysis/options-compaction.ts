// The `compaction` option as Cassandra 3.11 checks it: its strategies, their sub-options and thresholds. The lenient mode
// alone keeps it, and refuses what Cassandra refuses. Source: its CompactionParams and strategies, asked through CQL.

import { doubleText } from '../../types/numbers.js';
import { inCopiedOrder } from './java-hash.js';
import { configuration, parseJavaDouble, parseJavaInteger } from './java-numbers.js';

type Options = Readonly<Record<string, string>>;

const home = 'org.apache.cassandra.db.compaction.';
const notParsable = (text: string, name: string) => configuration(`${text} is not a parsable int (base10) for ${name}`);
const isBoolean = (text: string): boolean => /^(?:true|false)$/i.test(text);

interface Chosen {
  readonly name: string;
  readonly strategy: Strategy;
  readonly options: Options;
}

/** The strategy, and its sub-options with the thresholds it has by default. Throws for no class and an unknown one. */
export function readStrategy(map: Options): Chosen {
  const { class: named, ...given } = map;
  if (named === undefined) throw configuration("Missing sub-option 'class' for the 'compaction' option");
  const full = named.includes('.') ? named : home + named;
  const name = full.startsWith(home) ? full.slice(home.length) : '';
  const strategy = strategies.get(name);
  if (strategy === undefined) throw configuration(`Unable to find compaction strategy class '${full}'`);
  const overlapping = (given.provide_overlapping_tombstones ?? 'NONE').toUpperCase();
  if (!['NONE', 'ROW', 'CELL'].includes(overlapping)) {
    throw configuration(
      `Invalid value ${overlapping} for 'provide_overlapping_tombstones' compaction sub-option - must be one of the following [NONE, ROW, CELL].`,
    );
  }
  return { name, strategy, options: strategy.thresholds ? { ...defaultThresholds, ...given } : given };
}

const defaultThresholds = { min_threshold: '4', max_threshold: '32' };

/** Throws for anything the strategy does not understand. */
export function checkStrategy({ name, strategy, options }: Chosen): void {
  checkCommon(options);
  strategy.check(options);
  const thresholds = strategy.thresholds ? Object.keys(defaultThresholds) : [];
  const known = new Set([...commonOptions, ...strategy.options, ...thresholds]);
  const strangers = Object.keys(options).filter((option) => !known.has(option));
  if (strangers.length > 0) {
    const listed = inCopiedOrder(Object.keys(options), strangers).join(', ');
    throw configuration(`Properties specified [${listed}] are not understood by ${name}`);
  }
  checkThresholds(options);
}

const commonOptions = [
  'tombstone_threshold',
  'tombstone_compaction_interval',
  'unchecked_tombstone_compaction',
  'log_all',
  'enabled',
  'only_purge_repaired_tombstones',
  'provide_overlapping_tombstones',
];

function checkCommon(options: Options): void {
  const threshold = options.tombstone_threshold;
  if (threshold !== undefined) {
    const value = parseJavaDouble(threshold);
    if (value === undefined) throw notParsable(threshold, 'tombstone_threshold');
    if (value < 0) {
      throw configuration(`tombstone_threshold must be greater than 0, but was ${value.toFixed(6)}`);
    }
  }
  const interval = options.tombstone_compaction_interval;
  if (interval !== undefined) {
    const value = parseJavaInteger(interval, 'long');
    if (value === undefined) throw notParsable(interval, 'tombstone_compaction_interval');
    if (value < 0) throw configuration(`tombstone_compaction_interval must be greater than 0, but was ${value}`);
  }
  const unchecked = options.unchecked_tombstone_compaction;
  if (unchecked !== undefined && !isBoolean(unchecked)) {
    throw configuration(`'unchecked_tombstone_compaction' should be either 'true' or 'false', not '${unchecked}'`);
  }
  const { log_all: logAll, enabled } = options;
  if (logAll !== undefined && !isBoolean(logAll)) {
    throw configuration(`'log_all' should either be 'true' or 'false', not ${logAll}`);
  }
  if (enabled !== undefined && !isBoolean(enabled)) {
    throw configuration(`enabled should either be 'true' or 'false', not ${enabled}`);
  }
}

const sizeTieredOptions = ['min_sstable_size', 'bucket_low', 'bucket_high'];

function checkSizeTiered(options: Options): void {
  const size = options.min_sstable_size;
  if (size !== undefined) {
    const value = parseJavaInteger(size, 'long');
    if (value === undefined) throw notParsable(size, 'min_sstable_size');
    if (value < 0) throw configuration(`min_sstable_size must be non negative: ${value}`);
  }
  const low = ratio(options, 'bucket_low', 0.5);
  const high = ratio(options, 'bucket_high', 1.5);
  if (high <= low) {
    throw configuration(
      `bucket_high value (${doubleText(high)}) is less than or equal to the bucket_low value (${doubleText(low)})`,
    );
  }
}

function ratio(options: Options, name: string, byDefault: number): number {
  const text = options[name];
  if (text === undefined) return byDefault;
  const value = parseJavaDouble(text);
  if (value === undefined) throw notParsable(text, name);
  return value;
}

function checkLeveled(options: Options): void {
  for (const name of ['sstable_size_in_mb', 'fanout_size']) {
    const text = options[name];
    if (text === undefined) continue;
    const value = parseJavaInteger(text, 'int');
    // of a fanout that is no number Cassandra shows the size instead
    if (value === undefined)
      throw notParsable(name === 'fanout_size' ? (options.sstable_size_in_mb ?? '1') : text, name);
    if (value < 1) throw configuration(`${name} must be larger than 0, but was ${value}`);
  }
  checkSizeTiered(options);
}

const units = ['NANOSECONDS', 'MICROSECONDS', 'MILLISECONDS', 'SECONDS', 'MINUTES', 'HOURS', 'DAYS'];
const windowOptions = [
  'compaction_window_size',
  'compaction_window_unit',
  'timestamp_resolution',
  'expired_sstable_check_frequency_seconds',
  'unsafe_aggressive_sstable_expiration',
];

function checkTimeWindow(options: Options): void {
  const resolution = options.timestamp_resolution;
  if (resolution !== undefined && !units.slice(0, 4).includes(resolution)) {
    throw configuration(`${resolution} is not valid for timestamp_resolution`);
  }
  const unit = options.compaction_window_unit;
  if (unit !== undefined && !units.slice(4).includes(unit)) {
    throw configuration(`${unit} is not valid for compaction_window_unit`);
  }
  const size = options.compaction_window_size;
  if (size !== undefined) {
    const value = parseJavaInteger(size, 'int');
    if (value === undefined) throw notParsable(size, 'compaction_window_size');
    if (value < 1) throw configuration(`${value} must be greater than 1 for compaction_window_size`);
  }
  checkNotNegative(options, 'expired_sstable_check_frequency_seconds');
  const unsafe = options.unsafe_aggressive_sstable_expiration;
  if (unsafe !== undefined && !isBoolean(unsafe)) {
    throw configuration(`unsafe_aggressive_sstable_expiration is not 'true' or 'false' (${unsafe})`);
  }
  if (unsafe?.toLowerCase() === 'true') {
    throw configuration(
      'unsafe_aggressive_sstable_expiration is requested but not allowed, restart cassandra with -Dcassandra.allow_unsafe_aggressive_sstable_expiration=true to allow it',
    );
  }
  checkSizeTiered(options);
}

function checkNotNegative(options: Options, name: string): void {
  const text = options[name];
  if (text === undefined) return;
  const value = parseJavaInteger(text, 'long');
  if (value === undefined) throw notParsable(text, name);
  if (value < 0) throw configuration(`${name} must not be negative, but was ${value}`);
}

const dateOptions = [
  'max_sstable_age_days',
  'base_time_seconds',
  'timestamp_resolution',
  'expired_sstable_check_frequency_seconds',
  'max_window_size_seconds',
];

function checkDateTiered(options: Options): void {
  const resolution = options.timestamp_resolution;
  if (resolution !== undefined && !units.includes(resolution)) {
    throw configuration(`timestamp_resolution ${resolution} is not valid`);
  }
  const age = ratio(options, 'max_sstable_age_days', 365_000);
  if (age < 0) throw configuration(`max_sstable_age_days must be non-negative: ${age.toFixed(2)}`);
  const base = options.base_time_seconds;
  if (base !== undefined) {
    const value = parseJavaInteger(base, 'long');
    if (value === undefined) throw notParsable(base, 'base_time_seconds');
    if (value <= 0) throw configuration(`base_time_seconds must be greater than 0, but was ${value}`);
  }
  checkNotNegative(options, 'expired_sstable_check_frequency_seconds');
  checkNotNegative(options, 'max_window_size_seconds');
}

interface Strategy {
  readonly thresholds: boolean;
  readonly options: readonly string[];
  readonly check: (options: Options) => void;
}

const strategies: ReadonlyMap<string, Strategy> = new Map([
  ['SizeTieredCompactionStrategy', { thresholds: true, options: sizeTieredOptions, check: checkSizeTiered }],
  [
    'LeveledCompactionStrategy',
    {
      thresholds: false,
      options: ['sstable_size_in_mb', 'fanout_size', ...sizeTieredOptions],
      check: checkLeveled,
    },
  ],
  [
    'TimeWindowCompactionStrategy',
    { thresholds: true, options: [...windowOptions, ...sizeTieredOptions], check: checkTimeWindow },
  ],
  ['DateTieredCompactionStrategy', { thresholds: true, options: dateOptions, check: checkDateTiered }],
]);

function checkThresholds({ min_threshold: min, max_threshold: max }: Options): void {
  for (const [name, text] of [
    ['min_threshold', min],
    ['max_threshold', max],
  ] as const) {
    if (text !== undefined && !/^\d+$/.test(text)) {
      throw configuration(`Invalid value ${text} for '${name}' compaction sub-option - must be an integer`);
    }
  }
  const least = Number(min ?? 4);
  const most = Number(max ?? 32);
  if (least <= 0 || most <= 0) {
    throw configuration(
      "Disabling compaction by setting compaction thresholds to 0 has been removed, set the compaction option 'enabled' to false instead.",
    );
  }
  if (least <= 1) throw configuration(`Min compaction threshold cannot be less than 2 (got ${least})`);
  if (least > most) {
    throw configuration(
      `Min compaction threshold (got ${least}) cannot be greater than max compaction threshold (got ${most})`,
    );
  }
}
