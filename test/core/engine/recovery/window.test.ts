import { describe, expect, it } from 'vitest';
import type { ColumnRecord, TableRecord } from '../../../../src/core/engine/catalog/records.js';
import { arrange } from '../../../../src/core/engine/control/table-schema.js';
import { recoveryWindow, restoreInstant, settingsAt, withPast } from '../../../../src/core/engine/recovery/window.js';

const day = 24 * 3600 * 1000;
const nowMs = Date.UTC(2026, 0, 15, 10, 0, 0, 700);

describe('the window', () => {
  it('begins when PITR was enabled, or 35 days ago', () => {
    expect(recoveryWindow({}, nowMs)).toBeUndefined();
    expect(recoveryWindow({ pitr: { enabledAtMs: nowMs - day } }, nowMs)).toEqual({
      earliestMs: nowMs - day,
      latestMs: nowMs,
    });
    expect(recoveryWindow({ pitr: { enabledAtMs: nowMs - 36 * day } }, nowMs)?.earliestMs).toBe(nowMs - 35 * day);
  });

  it('of a deleted table is its last moment, for 35 days', () => {
    const deletedAtMs = nowMs - day;
    const table = { deletedAtMs, pitr: { enabledAtMs: 0 }, restorableUntilMs: deletedAtMs + 35 * day };
    expect(recoveryWindow(table, nowMs)).toEqual({ earliestMs: deletedAtMs, latestMs: deletedAtMs });
    expect(recoveryWindow(table, nowMs + 34 * day)).toBeUndefined();
    expect(recoveryWindow({ deletedAtMs, pitr: { enabledAtMs: 0 } }, nowMs)).toBeUndefined();
  });

  it.each<[string, number, number | undefined]>([
    ['a whole second', -5_700, -5_700],
    ['within a second: its beginning', -5_200, -5_700],
    ['the second that the window began in', -10_000 - 400, -10_000],
    ['the beginning itself', -10_000, -10_000],
    ['the second before', -10_000 - 701 - 300, undefined],
    ['now', 0, -700],
    ['a little later', 1, undefined],
    ['the next second', 300, undefined],
  ])('%s', (_what, asked, given) => {
    const window = { earliestMs: nowMs - 10_000, latestMs: nowMs };
    expect(restoreInstant(window, nowMs + asked)).toBe(given === undefined ? undefined : nowMs + given);
  });

  it('without a time is now; a deleted table also takes its own second', () => {
    expect(restoreInstant({ earliestMs: 5, latestMs: 900_005 }, undefined)).toBe(900_005);
    const deleted = { earliestMs: 61_250, latestMs: 61_250 };
    expect(restoreInstant(deleted, undefined)).toBe(61_250);
    expect(restoreInstant(deleted, 61_000)).toBe(61_250);
    expect(restoreInstant(deleted, 60_000)).toBeUndefined();
    expect(restoreInstant(deleted, 62_000)).toBeUndefined();
  });
});

describe('settings of an instant', () => {
  const column = (name: string, id: number, kind: ColumnRecord['kind'] = 'regular'): ColumnRecord => ({
    name,
    type: 'int',
    kind,
    position: 0,
    order: 'asc',
    id,
  });
  const table = (columns: readonly ColumnRecord[]) =>
    ({ columns, ttlEnabled: false, defaultTimeToLive: 0 }) as unknown as TableRecord;
  const names = (of: { readonly columns: readonly ColumnRecord[] }) => of.columns.map((each) => each.name);

  it('are those that held then, change by change', () => {
    let now = table([column('pk', 0, 'partition_key'), column('v', 1)]);
    const change = (next: Partial<TableRecord>, atMs: number) => {
      now = { ...now, ...next, past: withPast(now, next, atMs, atMs) };
    };
    change({ columns: arrange([...now.columns, column('a', 2)]) }, 1000);
    change({ defaultTimeToLive: 60, ttlEnabled: true }, 2000);
    change({ columns: arrange(now.columns.filter((each) => each.name !== 'v')) }, 3000);
    change({ columns: now.columns.map((each) => (each.name === 'pk' ? { ...each, name: 'key' } : each)) }, 4000);
    const at = (ms: number) => settingsAt(now, ms, arrange);
    expect(names(at(4000))).toEqual(['key', 'a']);
    expect(names(at(3999))).toEqual(['pk', 'a']);
    expect(names(at(2999))).toEqual(['pk', 'a', 'v']);
    expect(at(2999).columns.map((each) => each.position)).toEqual([0, 0, 1]);
    expect(at(2000)).toMatchObject({ defaultTimeToLive: 60, ttlEnabled: true });
    expect(at(1999)).toMatchObject({ defaultTimeToLive: 0, ttlEnabled: false });
    expect(names(at(1000))).toEqual(['pk', 'a', 'v']);
    expect(names(at(999))).toEqual(['pk', 'v']);
  });

  it('are remembered as long as a window can reach, and only when they change', () => {
    const first = table([column('pk', 0, 'partition_key')]);
    expect(withPast(first, { ttlEnabled: false, columns: first.columns }, 5, 5)).toEqual([]);
    const past = withPast(first, { ttlEnabled: true }, 5, 5);
    expect(past).toEqual([{ untilMs: 5, ttlEnabled: false }]);
    const later = { ...first, ttlEnabled: true, past };
    expect(withPast(later, { defaultTimeToLive: 9 }, 36 * day, 36 * day)).toEqual([
      { untilMs: 36 * day, defaultTimeToLive: 0 },
    ]);
  });
});
