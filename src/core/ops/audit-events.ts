// What the audit logs say, as events of a fleet's time line: who changed what since the look before. Apart from audit.ts
// because a screen asks every second and must not ask AWS so often.

import type { FleetEvent } from '../model/fleet-sample.js';
import type { Fleet } from '../ports/fleet.js';
import { AuditFollower, auditSentence } from './audit.js';

/** CloudTrail takes two lookups a second of an account, and shows events after minutes. */
const sources = ['cassandra.amazonaws.com'];
const everyMs = { live: 1_000, cloud: 60_000 };

export class AuditEvents {
  private readonly fleet: Fleet;
  private readonly follower: AuditFollower;
  private nextMs = 0;

  constructor(fleet: Fleet) {
    const places = fleet.places.filter((place) => place.audit !== undefined);
    this.fleet = fleet;
    this.follower = new AuditFollower({ ...fleet, places }, { sources }, fleet.clock.wallMs());
  }

  /** Nothing before its time; an audit log that cannot be asked hides nothing else. */
  async news(): Promise<readonly FleetEvent[]> {
    const nowMs = this.fleet.clock.wallMs();
    if (nowMs < this.nextMs) return [];
    const live = this.fleet.places.every((place) => place.metrics.live !== undefined);
    this.nextMs = nowMs + everyMs[live ? 'live' : 'cloud'];
    const found = await this.follower.news();
    return found.map((entry) => ({
      atMs: Date.parse(entry.at),
      kind: 'audit',
      ...(entry.keyspace !== undefined && entry.table !== undefined
        ? { table: `${entry.keyspace}.${entry.table}` }
        : {}),
      text: auditSentence(entry),
    }));
  }
}
