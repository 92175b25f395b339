// The audit log in the store: one record a mutating call, kept for 90 days, read newest first. Keys: Region, 0, epoch
// milliseconds (8 bytes), a number that grows with each record (8 bytes); so records of one moment stay in their order.

import { uuidText } from '../../lib/uuid.js';
import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import type { AuditRecord } from '../control/audit.js';
import type { Kv, KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { keyspacesEvent, type ServiceCall, serviceEvent, type TrailEvent } from './event.js';

export interface AuditDeps {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly random: Random;
}

/** Where a record stands; reading goes on after it. */
export interface AuditPosition {
  readonly atMs: number;
  readonly sequence: number;
}
export interface StoredEvent extends AuditPosition {
  readonly event: TrailEvent;
}
export interface AuditQuery {
  readonly region: string;
  /** Both inclusive. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Only what is older than this one. */
  readonly after?: AuditPosition;
  readonly matches?: (event: TrailEvent) => boolean;
  readonly limit: number;
}

export interface AuditLog {
  /** Adds the record of an accepted change to the change's own transaction. */
  within(tx: KvTransaction, record: AuditRecord): void;
  /** Records a call that changed nothing; resolves when that is on disk. */
  alone(record: AuditRecord): Promise<void>;
  /** The same for the services beside Keyspaces. */
  serviceCall(tx: KvTransaction, call: ServiceCall): void;
  /** Newest first. */
  read(query: AuditQuery): StoredEvent[];
}

export function createAuditLog({ kv, clock, random }: AuditDeps): AuditLog {
  // drawn anew for each attempt of a transaction: only a committed one counts
  const ids = () => ({ eventID: uuidText(random.bytes(16)), requestID: uuidText(random.bytes(16)) });
  const within = (tx: KvTransaction, record: AuditRecord) =>
    append(tx, record.caller.region, record.atMs, keyspacesEvent(record, ids()));
  return {
    within,
    alone: (record) => kv.write((tx) => within(tx, record)),
    serviceCall: (tx, call) => append(tx, call.caller.region, call.atMs, serviceEvent(call, ids())),
    read: (query) => read(kv, query, clock.wallMs()),
  };
}

const sequenceKey = Buffer.from('audit\0sequence');

function keyOf(region: string, { atMs, sequence }: AuditPosition): Buffer {
  const prefix = Buffer.from(`${region}\0`);
  const key = Buffer.alloc(prefix.length + 16);
  prefix.copy(key);
  key.writeBigUInt64BE(BigInt(Math.max(0, Math.floor(atMs))), prefix.length);
  key.writeBigUInt64BE(BigInt(sequence), prefix.length + 8);
  return key;
}

function append(tx: KvTransaction, region: string, atMs: number, event: TrailEvent): void {
  const before = tx.get('meta', sequenceKey);
  const sequence = before === undefined ? 1 : Number(before.readBigUInt64BE(0)) + 1;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(sequence));
  tx.put('meta', sequenceKey, counter);
  tx.put('audit', keyOf(region, { atMs, sequence }), Buffer.from(JSON.stringify(event), 'utf8'));
  prune(tx, region, atMs - limits.auditKeptMs);
}

/** A few at each new record: what is written keeps pace with what grows old. */
function prune(tx: KvTransaction, region: string, oldestMs: number): void {
  const range = { start: keyOf(region, { atMs: 0, sequence: 0 }), end: keyOf(region, { atMs: oldestMs, sequence: 0 }) };
  const old: Buffer[] = [];
  tx.visit('audit', { ...range, limit: limits.auditPrunedAtOnce }, (key) => {
    old.push(Buffer.from(key));
    return true;
  });
  for (const key of old) tx.remove('audit', key);
}

function read(kv: KvReader, query: AuditQuery, nowMs: number): StoredEvent[] {
  const found: StoredEvent[] = [];
  const fromMs = Math.max(query.fromMs, nowMs - limits.auditKeptMs);
  const end = query.after ?? { atMs: query.toMs + 1, sequence: 0 };
  if (fromMs > end.atMs) return found;
  const range = { start: keyOf(query.region, { atMs: fromMs, sequence: 0 }), end: keyOf(query.region, end) };
  kv.visit('audit', { ...range, reverse: true }, (key, value) => {
    const event = JSON.parse(Buffer.from(value).toString('utf8')) as TrailEvent;
    if (query.matches !== undefined && !query.matches(event)) return true;
    const tail = Buffer.from(key.subarray(key.length - 16));
    const position = { atMs: Number(tail.readBigUInt64BE(0)), sequence: Number(tail.readBigUInt64BE(8)) };
    found.push({ ...position, event });
    return found.length < query.limit;
  });
  return found;
}
