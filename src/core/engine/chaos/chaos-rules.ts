// Faults that are switched on: what a rule says, how it is read from outside, and where it lies in the store. Apart from
// chaos.ts, which applies them.

import type { KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { zoneNamed, zonesOf } from '../zones.js';

/** Where a rule holds; everywhere when a member is left out. */
export interface ChaosScope {
  readonly keyspace?: string;
  readonly table?: string;
}

/** What every rule has: a number, and an end by the engine's clock when it was given a duration. */
interface Stored {
  readonly id: number;
  readonly endsAtMs?: number;
}

export type ChaosRule = Stored &
  (
    | (ChaosScope & { readonly kind: 'throttle'; readonly direction?: 'read' | 'write'; readonly share: number })
    | (ChaosScope & {
        readonly kind: 'latency';
        /** SELECT, INSERT, UPDATE, DELETE or BATCH. */
        readonly operation?: string;
        readonly milliseconds: number;
        /** Up to so much more, evenly spread. */
        readonly jitterMs: number;
      })
    /** Connections are closed instead of answering; the share is of requests. */
    | { readonly kind: 'drop'; readonly share: number }
    | { readonly kind: 'fail-region'; readonly region: string }
    /** One Availability Zone of a Region: `us-east-1a`. */
    | { readonly kind: 'fail-zone'; readonly zone: string }
    /** Changes come to a Region so late, from all others or from one. */
    | { readonly kind: 'lag'; readonly region: string; readonly from?: string; readonly milliseconds: number }
    /** Changes do not come to a Region; they wait, and come when the rule is cleared. */
    | { readonly kind: 'fail-replication'; readonly region: string; readonly from?: string }
    /** A KMS key cannot be used: tables under it are INACCESSIBLE_ENCRYPTION_CREDENTIALS. */
    | { readonly kind: 'fail-key'; readonly key: string }
    /** So many restores fail, the next first: the call is refused, or the restore breaks off midway. */
    | { readonly kind: 'fail-restore'; readonly count: number; readonly at?: 'call' | 'midway' }
  );
export type ChaosRuleInput = ChaosRule extends infer Rule
  ? Rule extends ChaosRule
    ? Omit<Rule, keyof Stored>
    : never
  : never;

/** A rule as it is shown. */
export type ActiveRule = ChaosRuleInput & {
  readonly id: number;
  /** ISO 8601, by the engine's clock; left out by rules that hold until they are cleared. */
  readonly endsAt?: string;
};

export function shownRule({ endsAtMs, ...rule }: ChaosRule): ActiveRule {
  return endsAtMs === undefined ? rule : { ...rule, endsAt: new Date(endsAtMs).toISOString() };
}

export interface ChaosState {
  readonly rules: readonly ChaosRule[];
  readonly nextId: number;
  /** Draws repeat under a seed; without one every process draws its own. */
  readonly seed?: number;
  /** Counts the orders to close connections at once, and tells the share that the last one meant. */
  readonly drops: number;
  readonly dropShare: number;
}

export const noChaos: ChaosState = { rules: [], nextId: 1, drops: 0, dropShare: 1 };

/** A rule that makes no sense, or that this engine cannot obey; has the members of a refused API call. */
export class ChaosRefusal extends Error {
  readonly type = 'ValidationException';
  readonly httpStatus = 400;
}

const key = Buffer.from('chaos');

export function readChaos(kv: KvReader): ChaosState {
  const bytes = kv.view('meta', key);
  return bytes === undefined ? noChaos : (JSON.parse(Buffer.from(bytes).toString('utf8')) as ChaosState);
}

export function writeChaos(tx: KvTransaction, state: ChaosState): void {
  tx.put('meta', key, Buffer.from(JSON.stringify(state)));
}

type Given = Readonly<Record<string, unknown>>;

/** Checks a rule from outside against the Regions that the engine serves. Throws a ChaosRefusal. */
export function readRule(input: unknown, regions: readonly string[]): ChaosRuleInput {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new ChaosRefusal('A rule is an object');
  const given = input as Given;
  switch (given.kind) {
    case 'throttle': {
      const direction = oneOf(given, 'direction', ['read', 'write'] as const);
      return {
        kind: 'throttle',
        ...scopeOf(given),
        ...(direction === undefined ? {} : { direction }),
        share: shareOf(given),
      };
    }
    case 'latency': {
      const operation = oneOf(given, 'operation', ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'BATCH'] as const);
      return {
        kind: 'latency',
        ...scopeOf(given),
        ...(operation === undefined ? {} : { operation }),
        milliseconds: numberOf(given, 'milliseconds', 0, limits.chaosLatencyMs),
        jitterMs: given.jitterMs === undefined ? 0 : numberOf(given, 'jitterMs', 0, limits.chaosLatencyMs),
      };
    }
    case 'drop':
      return { kind: 'drop', share: shareOf(given) };
    case 'fail-region':
      return { kind: 'fail-region', region: regionOf(given, regions) };
    case 'lag':
      return {
        kind: 'lag',
        ...roadOf(given, regions),
        milliseconds: numberOf(given, 'milliseconds', 0, limits.chaosLagMs),
      };
    case 'fail-replication':
      return { kind: 'fail-replication', ...roadOf(given, regions) };
    case 'fail-key': {
      const { key } = given;
      if (typeof key !== 'string' || !key.startsWith('arn:') || key.length > 2048)
        throw new ChaosRefusal('key must be the ARN of a KMS key');
      return { kind: 'fail-key', key };
    }
    case 'fail-restore': {
      const at = oneOf(given, 'at', ['call', 'midway'] as const);
      const count = given.count === undefined ? 1 : numberOf(given, 'count', 1, 1000);
      return { kind: 'fail-restore', ...(at === undefined ? {} : { at }), count };
    }
    case 'fail-zone':
      return { kind: 'fail-zone', zone: zoneOf(given, regions) };
    default:
      throw new ChaosRefusal(
        'kind must be throttle, latency, drop, fail-zone, fail-region, fail-replication, lag, fail-key or fail-restore',
      );
  }
}

function regionOf(given: Given, regions: readonly string[], member = 'region'): string {
  const region = textOf(given, member);
  if (region === undefined || !regions.includes(region))
    throw new ChaosRefusal(`This engine serves ${regions.join(', ')}; another Region cannot fail here`);
  return region;
}

function roadOf(given: Given, regions: readonly string[]): { readonly region: string; readonly from?: string } {
  const region = regionOf(given, regions);
  if (given.from === undefined || given.from === null) return { region };
  const from = regionOf(given, regions, 'from');
  if (from === region) throw new ChaosRefusal('A Region hears of its own writes at once');
  return { region, from };
}

const stageOf = (rule: Extract<ChaosRule, { readonly kind: 'fail-restore' }>): 'call' | 'midway' => rule.at ?? 'call';

/** Counts one restore off that fails there; undefined when no rule lets one fail. */
export function takeRestore(state: ChaosState, stage: 'call' | 'midway'): ChaosState | undefined {
  const rule = state.rules.find((each) => each.kind === 'fail-restore' && stageOf(each) === stage);
  if (rule?.kind !== 'fail-restore') return undefined;
  const others = state.rules.filter((each) => each !== rule);
  return { ...state, rules: rule.count > 1 ? [...others, { ...rule, count: rule.count - 1 }] : others };
}

/** How long a rule holds, milliseconds; undefined: until it is cleared. */
export function readDuration(input: unknown): number | undefined {
  const { durationMs } = input as Given;
  return durationMs === undefined || durationMs === null
    ? undefined
    : numberOf(input as Given, 'durationMs', 1, limits.chaosDurationMs);
}

/** The rules that `input` names as over: one zone's, Region's or key's, or those of restores. */
export function readRecovery(input: unknown, regions: readonly string[]): (rule: ChaosRule) => boolean {
  const rule = readRule(input, regions);
  switch (rule.kind) {
    case 'fail-zone':
      return (each) => each.kind === 'fail-zone' && each.zone === rule.zone;
    case 'fail-region':
      return (each) => each.kind === 'fail-region' && each.region === rule.region;
    case 'fail-key':
      return (each) => each.kind === 'fail-key' && each.key === rule.key;
    case 'fail-restore':
      return (each) => each.kind === 'fail-restore' && (rule.at === undefined || stageOf(each) === rule.at);
    case 'fail-replication':
      return (each) =>
        (each.kind === 'fail-replication' || each.kind === 'lag') &&
        each.region === rule.region &&
        (rule.from === undefined || each.from === rule.from);
    default:
      throw new ChaosRefusal(
        'Zones, Regions, replication, keys and restores recover; other rules are cleared by their number',
      );
  }
}

/** `a`, `A` or `us-east-1a`; of the first Region, or of the one named beside it. */
function zoneOf(given: Given, regions: readonly string[]): string {
  const region = textOf(given, 'region');
  const served = region === undefined ? regions : regions.filter((each) => each === region);
  const found = zoneNamed(textOf(given, 'zone') ?? '', served);
  if (found !== undefined) return found.zone;
  throw new ChaosRefusal(`zone must be a, b or c, or one of ${regions.flatMap(zonesOf).join(', ')}`);
}

function scopeOf(given: Given): ChaosScope {
  const keyspace = textOf(given, 'keyspace');
  const table = textOf(given, 'table');
  if (table !== undefined && keyspace === undefined) throw new ChaosRefusal('A table is named with its keyspace');
  return { ...(keyspace === undefined ? {} : { keyspace }), ...(table === undefined ? {} : { table }) };
}

const shareOf = (given: Given): number => (given.share === undefined ? 1 : numberOf(given, 'share', 0, 1));

function textOf(given: Given, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value === '' || value.length > 100) throw new ChaosRefusal(`${name} must be a name`);
  return value;
}

function numberOf(given: Given, name: string, least: number, most: number): number {
  const value = given[name];
  if (typeof value !== 'number' || !(value >= least && value <= most))
    throw new ChaosRefusal(`${name} must be a number between ${least} and ${most}`);
  return value;
}

function oneOf<const Name extends string>(given: Given, name: string, names: readonly Name[]): Name | undefined {
  const value = textOf(given, name);
  if (value === undefined) return undefined;
  if (!(names as readonly string[]).includes(value)) throw new ChaosRefusal(`${name} must be ${names.join(', ')}`);
  return value as Name;
}
