// Table options that tune Cassandra's own storage. Amazon Keyspaces shows constants in their place; the lenient mode keeps
// what was written and shows it as Cassandra 3.11 does, its defaults filled in.

/** As written: scalars as text, maps of text. */
export type CassandraOptions = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

type Shown = string | number | Readonly<Record<string, string>>;

const numbers: Readonly<Record<string, number>> = {
  bloom_filter_fp_chance: 0.01,
  crc_check_chance: 1,
  dclocal_read_repair_chance: 0.1,
  gc_grace_seconds: 864_000,
  max_index_interval: 2048,
  memtable_flush_period_in_ms: 0,
  min_index_interval: 128,
  read_repair_chance: 0,
};

/** The columns of system_schema.tables for the options given. */
export function shownOptions(options: CassandraOptions): Record<string, Shown> {
  const shown: Record<string, Shown> = {};
  for (const [name, byDefault] of Object.entries(numbers)) {
    shown[name] = options[name] === undefined ? byDefault : Number(options[name]);
  }
  shown.speculative_retry = typeof options.speculative_retry === 'string' ? options.speculative_retry : '99PERCENTILE';
  shown.caching = { keys: 'ALL', rows_per_partition: 'NONE', ...mapOf(options, 'caching') };
  shown.compaction = compaction(mapOf(options, 'compaction') ?? { class: 'SizeTieredCompactionStrategy' });
  shown.compression = compression(mapOf(options, 'compression') ?? { class: 'LZ4Compressor' });
  return shown;
}

function mapOf(options: CassandraOptions, name: string): Readonly<Record<string, string>> | undefined {
  const value = options[name];
  return typeof value === 'object' ? value : undefined;
}

const inPackage = (className: string, home: string): string =>
  className.includes('.') ? className : `org.apache.cassandra.${home}.${className}`;

function compaction({ class: className = '', ...rest }: Readonly<Record<string, string>>): Record<string, string> {
  const full = inPackage(className, 'db.compaction');
  const thresholds = full.endsWith('.LeveledCompactionStrategy') ? {} : { max_threshold: '32', min_threshold: '4' };
  return { class: full, ...thresholds, ...rest };
}

function compression(options: Readonly<Record<string, string>>): Record<string, string> {
  const { class: named, sstable_compression: old, chunk_length_kb: oldLength, enabled, ...rest } = options;
  const className = named ?? old ?? '';
  if (className === '' || enabled === 'false') return { enabled: 'false' };
  return {
    chunk_length_in_kb: oldLength ?? '64',
    class: inPackage(className, 'io.compress'),
    ...rest,
  };
}
