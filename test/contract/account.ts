// What every adapter promises of the things around tables: the audit log, alarms, what auto scaling did. Through the
// operations that commands call.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isKsError } from '../../src/core/model/errors.js';
import { applyAlarms, listAlarms, recommendAlarms } from '../../src/core/ops/alarms.js';
import { listAudit, tailAudit } from '../../src/core/ops/audit.js';
import { setAutoScaling, showAutoScaling, turnAutoScalingOff } from '../../src/core/ops/autoscaling.js';
import { firstSample, sampleFleet } from '../../src/core/ops/sample-fleet.js';
import { waitForKeyspace, waitForTable } from '../../src/core/ops/wait-until.js';
import type { Fleet } from '../../src/core/ports/fleet.js';
import { fleetAt, type OpenedPlace } from './control-plane.js';

export function accountContract(name: string, open: () => Promise<OpenedPlace>): void {
  describe(`${name} keeps the contract of audit, alarms and scaling`, () => {
    let opened: OpenedPlace;
    let fleet: Fleet;
    const timeoutMs = 20_000;
    const table = 'kept.orders';
    const choices = {
      name: table,
      latencyMs: 50,
      userErrors: 100,
      utilization: 80,
      actions: ['arn:aws:sns:x:1:oncall'],
    };

    beforeAll(async () => {
      opened = await open();
      fleet = fleetAt(opened.place);
      await opened.place.control.keyspaces.create({ keyspaceName: 'kept' });
      await waitForKeyspace(fleet, opened.place, { keyspace: 'kept', state: 'ACTIVE', timeoutMs });
      await opened.place.control.tables.create({
        keyspaceName: 'kept',
        tableName: 'orders',
        schemaDefinition: { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] },
        capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 5, writeCapacityUnits: 5 },
      });
      await waitForTable(fleet, opened.place, { table, state: 'ACTIVE', timeoutMs });
      await opened.place.control.tables.delete('kept', 'gone').catch(() => undefined);
    });
    afterAll(() => opened?.close());

    it('lists changes newest first, and narrows them', async () => {
      const found = await listAudit(fleet, { windowMs: 3_600_000, limit: 50 });
      expect(found.items.map(({ event }) => event)).toEqual(['DropTable', 'CreateTable', 'CreateKeyspace']);
      expect(found.items[1]).toMatchObject({
        place: opened.place.name,
        keyspace: 'kept',
        table: 'orders',
        source: 'cassandra.amazonaws.com',
      });
      expect(found.items[1]?.cql).toContain('CREATE TABLE "kept"."orders"');
      const events = async (more: object) =>
        (await listAudit(fleet, { windowMs: 3_600_000, limit: 50, ...more })).items.map(({ event }) => event);
      expect(await events({ name: table })).toEqual(['CreateTable']);
      expect(await events({ name: 'kept', limit: 2 })).toEqual(['DropTable', 'CreateTable']);
      expect(await events({ failed: true })).toEqual(['DropTable']);
      expect(await events({ event: 'CreateKeyspace' })).toEqual(['CreateKeyspace']);
      expect(await events({ user: found.items[0]?.user })).toHaveLength(3);
      expect(await events({ user: 'nobody' })).toEqual([]);
    });

    it('follows changes oldest first, each once', async () => {
      const seen: string[] = [];
      for await (const line of tailAudit(fleet, { windowMs: 3_600_000, intervalMs: 20, entriesMax: 4 })) {
        seen.push(line.event);
        if (seen.length === 3) await opened.place.control.keyspaces.create({ keyspaceName: 'later' });
      }
      expect(seen).toEqual(['CreateKeyspace', 'CreateTable', 'DropTable', 'CreateKeyspace']);
    });

    it('tells a screen of changes as they are made', async () => {
      const texts: string[] = [];
      let rounds = 0;
      for await (const sample of sampleFleet(fleet, { intervalMs: 100 })) {
        texts.push(...sample.events.filter(({ kind }) => kind === 'audit').map(({ text }) => text));
        if (++rounds === 1) await opened.place.control.keyspaces.create({ keyspaceName: 'shown' });
        // places that are asked once a minute have nothing to tell yet
        if (texts.length > 0 || opened.place.metrics.live === undefined) break;
      }
      if (opened.place.metrics.live !== undefined) expect(texts[0]).toMatch(/ CreateKeyspace shown$/);
      expect((await firstSample(fleet)).events.filter(({ kind }) => kind === 'audit')).toEqual([]);
    });

    it('recommends alarms, makes them once, and lists them by table', async () => {
      const { alarms } = await recommendAlarms(fleet, choices);
      expect(alarms).toHaveLength(10);
      expect(alarms.every(({ status }) => status === 'missing')).toBe(true);
      expect(await applyAlarms(fleet, { ...choices, dryRun: true })).toHaveProperty('calls');
      const names = alarms.map(({ request }) => request.AlarmName);
      expect(await applyAlarms(fleet, choices)).toEqual({ name: table, created: names, updated: [] });
      expect(await applyAlarms(fleet, choices)).toEqual({ name: table, created: [], updated: names });
      const listed = await listAlarms(fleet, { name: table });
      expect(listed.items.map(({ AlarmName }) => AlarmName).sort()).toEqual([...names].sort());
      expect(listed.items[0]).toMatchObject({ table, StateValue: 'INSUFFICIENT_DATA', AlarmActions: choices.actions });
      expect(listed.items[0]?.StateUpdatedTimestamp).toMatch(/^\d{4}-\d\d-\d\dT/);
      expect((await listAlarms(fleet, { name: 'kept.other' })).items).toEqual([]);
    });

    it('sets auto scaling, shows it, and turns it off', async () => {
      const common = { name: table, wait: true, timeoutMs };
      await setAutoScaling(fleet, { ...common, write: '5-50@60', scaleInCooldown: 90, disableScaleIn: true });
      const shown = await showAutoScaling(fleet, { name: table });
      expect(shown.write.settings).toMatchObject({
        minimumUnits: 5,
        maximumUnits: 50,
        scalingPolicy: {
          targetTrackingScalingPolicyConfiguration: { targetValue: 60, scaleInCooldown: 90, disableScaleIn: true },
        },
      });
      expect(shown).toMatchObject({ throughputMode: 'PROVISIONED', activities: [] });
      expect(shown.write.provisioned).toBe(5);
      await turnAutoScalingOff(fleet, { ...common, only: 'write' });
      expect((await showAutoScaling(fleet, { name: table })).write.settings?.autoScalingDisabled).toBe(true);
      const nothing = await Promise.resolve()
        .then(() => setAutoScaling(fleet, common))
        .catch((error: unknown) => error);
      expect(isKsError(nothing) && nothing.kind).toBe('usage');
    });
  });
}
