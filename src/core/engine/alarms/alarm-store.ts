// The alarms of each Region in the store, and in memory as long as no process has changed them: a look at which nothing is
// due reads one number. Apart from the operations because what is kept back from the store is decided here.

import type { Kv, KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import type { AlarmRecord } from './alarm.js';
import type { Judged } from './due.js';

const prefix = 'alarm\0';
const keyOf = (region: string, name: string): Buffer => Buffer.from(`${prefix}${region}\0${name}`);
/** Counts the changes of a Region's alarms. */
const versionKey = (region: string): Buffer => Buffer.from(`alarm-version\0${region}`);
const endOf = (start: Buffer): Buffer => Buffer.concat([start, Buffer.from([0xff])]);
const parsed = (value: Uint8Array): AlarmRecord => JSON.parse(Buffer.from(value).toString('utf8')) as AlarmRecord;

interface Kept {
  readonly version: number;
  /** By name, judged as far as this process has. */
  readonly records: Map<string, AlarmRecord>;
  /** How far the store says that each was judged. */
  readonly markedMs: Map<string, number>;
}

export class AlarmStore {
  private readonly kv: Kv;
  private readonly kept = new Map<string, Kept>();

  constructor(kv: Kv) {
    this.kv = kv;
  }

  /** By name. */
  all(region: string): readonly AlarmRecord[] {
    return [...this.keptOf(region).records.values()];
  }

  /** As it is stored: another process may have judged it further. */
  find(reader: KvReader, region: string, name: string): AlarmRecord | undefined {
    const bytes = reader.view('meta', keyOf(region, name));
    return bytes === undefined ? undefined : parsed(bytes);
  }

  count(reader: KvReader, region: string): number {
    const start = keyOf(region, '');
    let found = 0;
    reader.visit('meta', { start, end: endOf(start) }, () => {
      found++;
      return true;
    });
    return found;
  }

  put(tx: KvTransaction, region: string, record: AlarmRecord): void {
    tx.put('meta', keyOf(region, record.definition.name), Buffer.from(JSON.stringify(record), 'utf8'));
    this.changed(tx, region);
  }

  remove(tx: KvTransaction, region: string, name: string): boolean {
    const gone = tx.remove('meta', keyOf(region, name));
    if (gone) this.changed(tx, region);
    return gone;
  }

  /**
   * Takes judgements of the records that all() gave. A state that changed is stored, unless somebody changed an alarm meanwhile: then
   * the next look is right again. How far an alarm that stays as it is was judged stays in memory, but for a mark now and then:
   * judging a period again comes to the same state.
   */
  async judged(region: string, found: readonly Judged[]): Promise<void> {
    const kept = this.keptOf(region);
    const worthStoring: AlarmRecord[] = [];
    for (const { before, after } of found) {
      const { name } = before.definition;
      const unmarkedMs = after.judgedToMs - (kept.markedMs.get(name) ?? 0);
      if (after.history !== before.history || unmarkedMs >= limits.alarmMarkMs) worthStoring.push(after);
      else if (kept.records.get(name) === before) kept.records.set(name, after);
    }
    if (worthStoring.length === 0) return;
    await this.kv.write((tx) => {
      if (versionOf(tx, region) !== kept.version) return;
      for (const record of worthStoring) this.put(tx, region, record);
    });
  }

  private keptOf(region: string): Kept {
    const version = versionOf(this.kv, region);
    const before = this.kept.get(region);
    if (before?.version === version) return before;
    const records = new Map<string, AlarmRecord>();
    const markedMs = new Map<string, number>();
    const start = keyOf(region, '');
    this.kv.visit('meta', { start, end: endOf(start) }, (_, value) => {
      const stored = parsed(value);
      const { name } = stored.definition;
      markedMs.set(name, stored.judgedToMs);
      records.set(name, furtherOf(stored, before?.records.get(name)));
      return true;
    });
    const now = { version, records, markedMs };
    this.kept.set(region, now);
    return now;
  }

  private changed(tx: KvTransaction, region: string): void {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(versionOf(tx, region) + 1);
    tx.put('meta', versionKey(region), bytes);
  }
}

function versionOf(reader: KvReader, region: string): number {
  const bytes = reader.get('meta', versionKey(region));
  return bytes === undefined ? 0 : bytes.readDoubleBE();
}

/** Of an alarm that only others have changed, what this process judged still holds. */
function furtherOf(stored: AlarmRecord, kept: AlarmRecord | undefined): AlarmRecord {
  if (kept === undefined || kept.judgedToMs <= stored.judgedToMs) return stored;
  const same =
    kept.configuredAtMs === stored.configuredAtMs &&
    kept.state === stored.state &&
    kept.stateAtMs === stored.stateAtMs &&
    kept.history.length === stored.history.length;
  return same ? { ...stored, judgedToMs: kept.judgedToMs } : stored;
}
