// Who changed what: the audit logs of every place, newest first or as they grow. The service filters by one attribute and
// a time; the table is narrowed here.

import { across } from '../lib/across.js';
import type { AuditEntry } from '../model/audit-entry.js';
import { KsError, usage } from '../model/errors.js';
import { parseQualifiedName } from '../model/names.js';
import type { AuditLookup, AuditTrail } from '../ports/account.js';
import type { Fleet, Place } from '../ports/fleet.js';
import { everyPlace, type Gathered } from './one-place.js';

export interface AuditLine extends AuditEntry {
  readonly place: string;
}
export interface AuditFilter {
  /** `shop.orders`, or a keyspace alone. */
  readonly name?: string;
  readonly user?: string;
  /** `AlterTable`. */
  readonly event?: string;
  /** Only what was refused. */
  readonly failed?: boolean;
  /** Whose calls; those of every service around tables when left out. */
  readonly sources?: readonly string[];
}
export interface ListAuditInput extends AuditFilter {
  readonly windowMs: number;
  readonly limit: number;
}

const daysKept = 90;
/** Those that concern tables; an account's log holds other services' calls as well. */
const sources = ['cassandra.amazonaws.com', 'application-autoscaling.amazonaws.com', 'monitoring.amazonaws.com'];

export async function listAudit(fleet: Fleet, input: ListAuditInput): Promise<Gathered<AuditLine>> {
  if (input.windowMs <= 0) throw usage('The time to look back must be more than nothing.', '--since 24h');
  const toMs = fleet.clock.wallMs();
  const fromMs = Math.max(toMs - input.windowMs, toMs - daysKept * 86_400_000);
  const gathered = await everyPlace(fleet, async (place) => {
    const found: AuditLine[] = [];
    for (const lookup of lookupsOf(input, fromMs, toMs)) {
      const enough = found.length + input.limit;
      for await (const entry of auditOf(place).entries(lookup)) {
        if (matches(entry, input)) found.push({ place: place.name, ...entry });
        if (found.length >= enough) break;
      }
    }
    return found;
  });
  const newest = [...gathered.items].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return { ...gathered, items: newest.slice(0, input.limit) };
}

export interface TailAuditInput extends AuditFilter {
  /** How far back to begin. */
  readonly windowMs: number;
  readonly intervalMs: number;
  readonly entriesMax?: number;
}

/** Oldest first, each once, until the fleet's signal ends it. The real service shows events some minutes late. */
export async function* tailAudit(fleet: Fleet, input: TailAuditInput): AsyncIterable<AuditLine> {
  const follower = new AuditFollower(fleet, input, fleet.clock.wallMs() - input.windowMs);
  let told = 0;
  while (!fleet.signal.aborted) {
    for (const line of await follower.news()) {
      yield line;
      told++;
      if (input.entriesMax !== undefined && told >= input.entriesMax) return;
    }
    await fleet.clock.sleep(input.intervalMs, fleet.signal);
  }
}

/** Events may come late and several in a second: each look goes back a while, and what was told is remembered. */
const lookBackMs = 15 * 60_000;

export class AuditFollower {
  private readonly fleet: Fleet;
  private readonly filter: AuditFilter;
  private readonly startMs: number;
  private seen = new Map<string, number>();

  constructor(fleet: Fleet, filter: AuditFilter, startMs: number) {
    this.fleet = fleet;
    this.filter = filter;
    this.startMs = startMs;
  }

  /** What is new since the last look, oldest first. Places that cannot be asked are left out. */
  async news(): Promise<readonly AuditLine[]> {
    const toMs = this.fleet.clock.wallMs();
    const fromMs = Math.max(this.startMs, toMs - lookBackMs);
    const outcomes = await across(this.fleet.places, 8, (place) => this.newsOf(place, fromMs, toMs));
    for (const [id, atMs] of this.seen) if (atMs < fromMs - lookBackMs) this.seen.delete(id);
    const found = outcomes.flatMap((outcome) => (outcome.kind === 'done' ? outcome.value : []));
    return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  private async newsOf(place: Place, fromMs: number, toMs: number): Promise<AuditLine[]> {
    const found: AuditLine[] = [];
    for (const lookup of lookupsOf(this.filter, fromMs, toMs)) {
      for await (const entry of auditOf(place).entries(lookup)) {
        const key = `${place.name} ${entry.id}`;
        if (this.seen.has(key)) continue;
        this.seen.set(key, Date.parse(entry.at));
        if (matches(entry, this.filter)) found.unshift({ place: place.name, ...entry });
      }
    }
    return found;
  }
}

/** `alice AlterTable shop.orders`, with why it was refused. */
export function auditSentence(entry: AuditEntry): string {
  const name = [entry.keyspace, entry.table].filter((part) => part !== undefined).join('.');
  const what = name === '' ? (entry.subject ?? '') : name;
  const refused = entry.errorCode === undefined ? '' : ` refused: ${entry.errorMessage ?? entry.errorCode}`;
  return [entry.user, entry.event, what].filter((part) => part !== '').join(' ') + refused;
}

function auditOf(place: Place): AuditTrail {
  if (place.audit !== undefined) return place.audit;
  throw new KsError({ code: 'NO_AUDIT', kind: 'refused', message: `${place.name} keeps no audit log.` });
}

/** One attribute a lookup: without a user or event, each source is asked for by itself. */
function lookupsOf(filter: AuditFilter, fromMs: number, toMs: number): readonly AuditLookup[] {
  const by = (attribute: 'Username' | 'EventName' | 'EventSource', value: string): AuditLookup => ({
    fromMs,
    toMs,
    by: { attribute, value },
  });
  // entries of a service that acts for somebody name its role's session, not the service
  if (filter.user !== undefined && !services.has(filter.user)) return [by('Username', filter.user)];
  if (filter.event !== undefined) return [by('EventName', filter.event)];
  return (filter.sources ?? sources).map((source) => by('EventSource', source));
}

const services = new Set(['application-autoscaling']);

function matches(entry: AuditEntry, filter: AuditFilter): boolean {
  if (!(filter.sources ?? sources).includes(entry.source)) return false;
  if (filter.event !== undefined && entry.event !== filter.event) return false;
  if (filter.user !== undefined && entry.user !== filter.user) return false;
  if (filter.failed === true && entry.errorCode === undefined) return false;
  if (filter.name === undefined) return true;
  if (!filter.name.includes('.')) return entry.keyspace === filter.name;
  const { keyspace, name } = parseQualifiedName(filter.name);
  return entry.keyspace === keyspace && entry.table === name;
}
