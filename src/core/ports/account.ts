// What stands around the tables of a place: who changed what, alarms, what auto scaling did. A place may have none of it.

import type { AlarmDescription, AlarmRequest } from '../model/alarm-shapes.js';
import type { AuditEntry } from '../model/audit-entry.js';

export interface AuditLookup {
  readonly fromMs: number;
  /** Inclusive. */
  readonly toMs: number;
  /** The service asks by one attribute at a time; everything else is narrowed by who asks. */
  readonly by?: { readonly attribute: 'Username' | 'EventName' | 'EventSource'; readonly value: string };
}
export interface AuditTrail {
  /** Newest first; pages are fetched as they are read. */
  entries(lookup: AuditLookup): AsyncIterable<AuditEntry>;
}

export interface AlarmBook {
  list(): Promise<readonly AlarmDescription[]>;
  /** Makes it, or replaces the one of its name. */
  put(request: AlarmRequest): Promise<void>;
}

export interface ScalingActivity {
  readonly id: string;
  readonly direction: 'read' | 'write';
  readonly description: string;
  readonly cause: string;
  /** ISO 8601. */
  readonly start: string;
  readonly end?: string;
  readonly status: string;
  readonly message?: string;
}
export interface ScalingLog {
  /** Of one table, newest first, at most `limit`. */
  activities(keyspace: string, table: string, limit: number): Promise<readonly ScalingActivity[]>;
}
