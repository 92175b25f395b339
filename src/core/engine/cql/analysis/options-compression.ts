// The options `compression`, `caching` and `speculative_retry` as Cassandra 3.11 checks them, for the lenient mode.

import { doubleText } from '../../types/numbers.js';
import { inCopiedOrder } from './java-hash.js';
import { configuration, parseJavaDouble, parseJavaInteger } from './java-numbers.js';

type Options = Readonly<Record<string, string>>;

const home = 'org.apache.cassandra.io.compress.';
const compressors: ReadonlyMap<string, readonly string[]> = new Map([
  ['LZ4Compressor', ['lz4_compressor_type', 'lz4_high_compressor_level']],
  ['SnappyCompressor', []],
  ['DeflateCompressor', []],
]);

export function checkCompression(map: Options): void {
  const isOn = map.enabled === undefined || map.enabled.toLowerCase() === 'true';
  const { enabled: _enabled, ...rest } = map;
  if (Object.keys(map).length > 0 && isOn && map.class === undefined && map.sstable_compression === undefined) {
    throw configuration("Missing sub-option 'class' for the 'compression' option.");
  }
  if (!isOn) {
    if (Object.keys(rest).length > 0) {
      throw configuration("If the 'enabled' option is set to false no other options must be specified");
    }
    return;
  }
  const {
    class: named,
    sstable_compression: old,
    chunk_length_in_kb: length,
    chunk_length_kb: oldLength,
    ...own
  } = rest;
  if (named !== undefined && old !== undefined) {
    throw configuration(
      "The 'sstable_compression' option must not be used if the compression algorithm is already specified by the 'class' option",
    );
  }
  if (named === '') {
    throw configuration("The 'class' option must not be empty. To disable compression use 'enabled' : false");
  }
  if (length !== undefined && oldLength !== undefined) {
    throw configuration(
      "The 'chunk_length_kb' option must not be used if the chunk length is already specified by the 'chunk_length_in_kb' option",
    );
  }
  const bytes = chunkLength(length ?? oldLength);
  checkCompressor(named ?? old ?? '', own);
  if (bytes !== undefined && bytes <= 0) throw configuration('Invalid negative or null chunk_length_in_kb');
  if (bytes !== undefined && (bytes & (bytes - 1)) !== 0) {
    throw configuration('chunk_length_in_kb must be a power of 2');
  }
}

function chunkLength(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = parseJavaInteger(text, 'int');
  if (value === undefined) throw configuration('Invalid value for chunk_length_in_kb');
  if (value > 2_097_151) throw configuration(`Value of chunk_length_in_kb is too large (${value})`);
  return value * 1024;
}

function checkCompressor(name: string, options: Options): void {
  if (name === '') {
    const strangers = Object.keys(options);
    if (strangers.length === 0) return;
    throw configuration(`Unknown compression options ([${strangers.join(', ')}]) since no compression class found`);
  }
  const full = name.includes('.') ? name : home + name;
  const known = full.startsWith(home) ? compressors.get(full.slice(home.length)) : undefined;
  if (known === undefined) throw configuration(`Could not create Compression for type ${full}`);
  const stranger = Object.keys(options).find((option) => option !== 'crc_check_chance' && !known.includes(option));
  if (stranger !== undefined) throw configuration(`Unknown compression options ${stranger}`);
}

/** Gives it as it is read back. */
export function checkCaching(map: Options): Options {
  const { keys, rows_per_partition: rows, ...rest } = map;
  if (keys !== undefined && !/^(?:all|none)$/i.test(keys)) {
    throw configuration(`Invalid value '${keys}' for caching sub-option 'keys': only 'ALL' and 'NONE' are allowed`);
  }
  if (rows !== undefined && !/^(?:all|none|\d+)$/i.test(rows)) {
    throw configuration(
      `Invalid value '${rows}' for caching sub-option 'rows_per_partition': only 'ALL', 'NONE', and integer values are allowed`,
    );
  }
  const strangers = Object.keys(rest);
  if (strangers.length > 0) {
    throw configuration(
      `Invalid caching sub-options [${inCopiedOrder(Object.keys(map), strangers).join(', ')}]: only 'keys' and 'rows_per_partition' are allowed`,
    );
  }
  const count = rows === undefined || /^0+$/.test(rows) ? 'NONE' : rows.toUpperCase();
  return {
    keys: (keys ?? 'NONE').toUpperCase(),
    rows_per_partition: /^\d/.test(count) ? String(Number(count)) : count,
  };
}

/** Gives it as it is read back: `99PERCENTILE`, `10.0ms`, `NONE`, `ALWAYS`. */
export function checkSpeculativeRetry(text: string): string {
  const upper = text.toUpperCase();
  const invalidValue = configuration(`Invalid value ${text} for option 'speculative_retry'`);
  if (upper.endsWith('MS')) {
    const value = parseJavaDouble(text.slice(0, -2));
    if (value === undefined) throw invalidValue;
    return `${doubleText(value)}ms`;
  }
  if (upper.endsWith('PERCENTILE')) {
    const value = parseJavaDouble(text.slice(0, -'PERCENTILE'.length));
    if (value === undefined) throw invalidValue;
    if (value >= 0 && value <= 100) return `${Number(value.toFixed(5))}PERCENTILE`;
    throw configuration(
      `Invalid value ${text} for PERCENTILE option 'speculative_retry': must be between 0.0 and 100.0`,
    );
  }
  if (upper === 'NONE' || upper === 'ALWAYS') return upper;
  throw invalidValue;
}
