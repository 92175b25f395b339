// What every adapter of the metrics port promises: CloudWatch's names and figures of traffic that was driven.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/adapters/system/clock.js';
import { waitForKeyspace, waitForTable, waitUntil } from '../../src/core/ops/wait-until.js';
import { fleetAt, type OpenedPlace } from './control-plane.js';

export function metricsSourceContract(name: string, open: () => Promise<OpenedPlace>): void {
  describe(`${name} keeps the contract of the metrics source`, () => {
    let opened: OpenedPlace;
    const timeoutMs = 20_000;
    const dimensions = { Keyspace: 'measured', TableName: 'rows' };
    const writes = 5;

    const sumOf = async (metric: string, statistic: string, extra: Readonly<Record<string, string>> = {}) => {
      const endMs = systemClock().wallMs() + 60_000;
      const [series] = await opened.place.metrics.query(
        [{ metric, statistic, dimensions: { ...dimensions, ...extra } }],
        { startMs: endMs - 600_000, endMs, periodSeconds: 60 },
      );
      return series?.points.reduce((sum, point) => sum + point.value, 0) ?? 0;
    };

    beforeAll(async () => {
      opened = await open();
      const fleet = fleetAt(opened.place);
      await opened.place.control.keyspaces.create({ keyspaceName: 'measured' });
      await waitForKeyspace(fleet, opened.place, { keyspace: 'measured', state: 'ACTIVE', timeoutMs });
      await opened.place.control.tables.create({
        keyspaceName: 'measured',
        tableName: 'rows',
        schemaDefinition: { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] },
      });
      await waitForTable(fleet, opened.place, { table: 'measured.rows', state: 'ACTIVE', timeoutMs });
      const session = await opened.place.openSession();
      for (let id = 0; id < writes; id++) await session.execute(`INSERT INTO measured.rows (id) VALUES (${id})`);
      await session.close();
      // figures come out when they are written down, as with the real service
      await waitUntil(fleet, { what: 'figures', timeoutMs }, async () =>
        (await sumOf('ConsumedWriteCapacityUnits', 'Sum')) >= writes ? { done: true } : { state: 'not out yet' },
      );
    });
    afterAll(() => opened?.close());

    it('counts units and requests of a table', async () => {
      expect(await sumOf('ConsumedWriteCapacityUnits', 'Sum')).toBe(writes);
      expect(await sumOf('SuccessfulRequestCount', 'SampleCount', { Operation: 'INSERT' })).toBe(writes);
      expect(await sumOf('SuccessfulRequestLatency', 'SampleCount', { Operation: 'INSERT' })).toBe(writes);
    });

    it('has no point where there was no traffic, and matches dimensions exactly', async () => {
      expect(await sumOf('ConsumedReadCapacityUnits', 'Sum')).toBe(0);
      expect(await sumOf('SuccessfulRequestCount', 'SampleCount')).toBe(0);
    });

    it('answers queries in their order', async () => {
      const endMs = systemClock().wallMs() + 60_000;
      const queries = ['p50', 'p99', 'Maximum'].map((statistic) => ({
        metric: 'SuccessfulRequestLatency',
        statistic,
        dimensions: { ...dimensions, Operation: 'INSERT' },
      }));
      const window = { startMs: endMs - 600_000, endMs, periodSeconds: 300 };
      const series = await opened.place.metrics.query(queries, window);
      expect(series.map((each) => each.query)).toEqual(queries);
      const [p50, p99, most] = series.map((each) => Math.max(...each.points.map((point) => point.value)));
      expect(p50).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50 ?? 0);
      expect(most).toBeGreaterThanOrEqual((p99 ?? 0) * 0.9);
    });

    it('lists what was measured', async () => {
      const listed = await opened.place.metrics.list('SuccessfulRequestCount');
      expect(listed).toContainEqual({
        metric: 'SuccessfulRequestCount',
        dimensions: { ...dimensions, Operation: 'INSERT' },
      });
    });
  });
}
