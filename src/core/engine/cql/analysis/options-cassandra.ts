// Options of Cassandra's own storage in CREATE and ALTER TABLE, for the lenient mode: read and checked in Cassandra 3.11's
// order, so that of several mistakes the same one is told. Amazon Keyspaces takes these options and forgets them.

import { type CassandraOptions, shownOptions } from '../../catalog/cassandra-options.js';
import { CqlError, ErrorCode, withWarnings } from '../../cql-error.js';
import { limits } from '../../limits.js';
import { doubleText } from '../../types/numbers.js';
import type { Properties } from './ddl-properties.js';
import { configuration, parseJavaDouble, parseJavaInteger } from './java-numbers.js';
import { checkStrategy, readStrategy } from './options-compaction.js';
import { checkCaching, checkCompression, checkSpeculativeRetry } from './options-compression.js';

type Map = Readonly<Record<string, string>>;
type Written = Record<string, string | Map>;

export interface ReadOptions {
  readonly options: CassandraOptions;
  readonly warnings: readonly string[];
}

/** The options given, as they are kept; bounds on each other are checked against the defaults of those not given. */
export function readCassandraOptions(properties: Properties): ReadOptions {
  const options: Written = {};
  const warnings: string[] = [];
  withWarnings(warnings, () => readInOrder(properties, options, warnings));
  // read when the options are checked, and again when they are built
  return { options, warnings: [...warnings, ...warnings] };
}

function readInOrder(properties: Properties, options: Written, warnings: string[]): void {
  const map = (name: string): Map | undefined => {
    const given = properties.map(name) as Map | undefined;
    // what Amazon Keyspaces shows of any table, and DESCRIBE prints: the default
    return given?.class?.startsWith('com.amazonaws.cassandra.Default') ? undefined : given;
  };
  const chance = (name: string): void => {
    if ((takeDouble(properties, name, options) ?? 0) === 0) return;
    warnings.push(`${name} table option has been deprecated and will be removed in version 4.0`);
  };
  takeDouble(properties, 'bloom_filter_fp_chance', options);
  const caching = map('caching');
  if (caching !== undefined) options.caching = checkCaching(caching);
  properties.text('comment');
  const compaction = map('compaction');
  if (compaction !== undefined) options.compaction = compaction;
  const strategy = compaction === undefined ? undefined : readStrategy(compaction);
  const compression = map('compression');
  if (compression !== undefined) {
    checkCompression(compression);
    const { crc_check_chance: crc, ...rest } = compression;
    options.compression = rest;
    if (crc !== undefined) options.crc_check_chance = crc;
  }
  chance('dclocal_read_repair_chance');
  const ttl = properties.integer('default_time_to_live');
  for (const name of integers) takeInteger(properties, name, options);
  chance('read_repair_chance');
  const retry = properties.text('speculative_retry');
  if (retry !== undefined) options.speculative_retry = checkSpeculativeRetry(retry);
  takeDouble(properties, 'crc_check_chance', options);
  if (strategy !== undefined) checkStrategy(strategy);
  checkBounds(options, ttl);
}

const integers = ['gc_grace_seconds', 'max_index_interval', 'memtable_flush_period_in_ms', 'min_index_interval'];

function takeDouble(properties: Properties, name: string, into: Written): number | undefined {
  const text = properties.text(name);
  if (text === undefined) return undefined;
  const value = parseJavaDouble(text);
  if (value === undefined) throw new CqlError(ErrorCode.syntax, `Invalid double value ${text} for '${name}'`);
  into[name] = String(value);
  return value;
}

function takeInteger(properties: Properties, name: string, into: Written): number | undefined {
  const text = properties.text(name);
  if (text === undefined) return undefined;
  const value = parseJavaInteger(text, 'int');
  if (value === undefined) throw new CqlError(ErrorCode.syntax, `Invalid integer value ${text} for '${name}'`);
  into[name] = String(value);
  return value;
}

/** The least chance that Cassandra's Bloom filters can keep, as Java writes it. */
const leastBloomChance = 6.71e-5;

function checkBounds(options: CassandraOptions, ttl: number | undefined): void {
  const shown = shownOptions(options);
  const number = (name: string): number => Number(shown[name]);
  const bloom = number('bloom_filter_fp_chance');
  if (bloom <= leastBloomChance || bloom > 1) {
    throw configuration(
      `bloom_filter_fp_chance must be larger than 6.71E-5 and less than or equal to 1.0 (got ${doubleText(bloom)})`,
    );
  }
  for (const name of ['dclocal_read_repair_chance', 'read_repair_chance', 'crc_check_chance']) {
    const value = number(name);
    if (value >= 0 && value <= 1) continue;
    throw configuration(
      `${name} must be larger than or equal to 0 and smaller than or equal to 1.0 (got ${doubleText(value)})`,
    );
  }
  checkTtl(ttl);
  atLeast('gc_grace_seconds', number('gc_grace_seconds'), 0);
  atLeast('min_index_interval', number('min_index_interval'), 1);
  const [least, most] = [number('min_index_interval'), number('max_index_interval')];
  if (most < least) {
    throw configuration(
      `max_index_interval must be greater than or equal to min_index_interval (${least}) (got ${most})`,
    );
  }
  atLeast('memtable_flush_period_in_ms', number('memtable_flush_period_in_ms'), 0);
}

function atLeast(name: string, value: number, least: number): void {
  if (value < least) throw configuration(`${name} must be greater than or equal to ${least} (got ${value})`);
}

export function checkTtl(ttl: number | undefined): void {
  if (ttl === undefined) return;
  atLeast('default_time_to_live', ttl, 0);
  if (ttl > limits.ttlSecondsMax) {
    throw configuration(`default_time_to_live must be less than or equal to ${limits.ttlSecondsMax} (got ${ttl})`);
  }
}
