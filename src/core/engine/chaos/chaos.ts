// Faults on purpose: applies the rules in the store to statements, connections and calls of this process. Without a rule the
// hot path asks one truth value.

import { seededRandom } from '../../lib/seeded-random.js';
import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import type { Kv, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import { quorum, zonesOf } from '../zones.js';
import {
  type ActiveRule,
  ChaosRefusal,
  type ChaosRule,
  type ChaosScope,
  type ChaosState,
  noChaos,
  readChaos,
  readDuration,
  readRecovery,
  readRule,
  shownRule,
  takeRestore,
  writeChaos,
} from './chaos-rules.js';

/** What sessions, connections and endpoints ask. */
export interface Faults {
  /** False while there is no rule at all. */
  readonly active: boolean;
  throttles(keyspace: string, table: string, direction: 'read' | 'write'): boolean;
  /** 0 when no rule says otherwise. */
  latencyMs(keyspace: string | undefined, table: string | undefined, operation: string): number;
  /** Whether the connection of this request is to be closed. */
  dropsRequest(): boolean;
  regionFails(region: string): boolean;
  /** `us-east-1a`. */
  zoneFails(zone: string): boolean;
  /** How many of a Region's zones, each with a copy of every row, are there. */
  zonesAlive(region: string): number;
  /** Calls `listener` with a share of connections to close at once; returns unsubscribe. */
  onDrop(listener: (share: number) => void): () => void;
}

export interface ChaosView {
  readonly rules: readonly ActiveRule[];
  readonly seed?: number;
}

/** How faults are switched. Changes are stored when their promise resolves, and hold in every process on the store. */
export interface ChaosSwitches {
  list(): ChaosView;
  /** A rule as chaos-rules.ts reads it, and `durationMs` when it is to end by itself. */
  add(rule: unknown): Promise<ActiveRule>;
  /** All of them without an id. Throws a ChaosRefusal for one that is not there. */
  clear(id?: number): Promise<ChaosView>;
  /** Ends the rules that let one zone, Region or key fail, or restores. Throws a ChaosRefusal when there is none. */
  recover(what: unknown): Promise<ChaosView>;
  setSeed(seed: number): Promise<ChaosView>;
  /** Closes this share of the open connections of every server now. */
  dropNow(share: number): Promise<void>;
}

export interface ChaosDeps {
  readonly kv: Kv;
  /** The engine's: rules end by it. */
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly random: Random;
  /** Those that the store knows now. */
  readonly regions: () => readonly string[];
  /** Awaited after rules were added, cleared or seen to have ended. */
  readonly onChange?: () => Promise<void>;
}

export class Chaos implements Faults, ChaosSwitches {
  private readonly deps: ChaosDeps;
  private readonly listeners = new Set<(share: number) => void>();
  private state: ChaosState = noChaos;
  private hasEnds = false;
  private draws: Pick<Random, 'integer'>;
  private epoch = Number.NaN;
  private dropsSeen: number;

  constructor(deps: ChaosDeps) {
    this.deps = deps;
    this.draws = deps.random;
    this.look();
    this.dropsSeen = this.state.drops;
  }

  get active(): boolean {
    if (this.deps.kv.epoch() !== this.epoch) this.look();
    return this.state.rules.length > 0 && this.rules.length > 0;
  }

  throttles(keyspace: string, table: string, direction: 'read' | 'write'): boolean {
    return this.rules.some(
      (rule) =>
        rule.kind === 'throttle' &&
        covers(rule, keyspace, table) &&
        (rule.direction ?? direction) === direction &&
        this.draw(rule.share),
    );
  }

  latencyMs(keyspace: string | undefined, table: string | undefined, operation: string): number {
    let total = 0;
    for (const rule of this.rules) {
      if (rule.kind !== 'latency' || !covers(rule, keyspace, table)) continue;
      if (rule.operation !== undefined && rule.operation !== operation) continue;
      total += rule.milliseconds + (rule.jitterMs > 0 ? this.draws.integer(Math.floor(rule.jitterMs) + 1) : 0);
    }
    return total;
  }

  dropsRequest(): boolean {
    return this.rules.some((rule) => rule.kind === 'drop' && this.draw(rule.share));
  }

  regionFails(region: string): boolean {
    return this.active && this.rules.some((rule) => rule.kind === 'fail-region' && rule.region === region);
  }

  zoneFails(zone: string): boolean {
    return this.active && this.rules.some((rule) => rule.kind === 'fail-zone' && rule.zone === zone);
  }

  zonesAlive(region: string): number {
    if (this.regionFails(region)) return 0;
    return zonesOf(region).filter((zone) => !this.zoneFails(zone)).length;
  }

  /** How late changes come from one Region to another, milliseconds: the latest of the rules; undefined when they do not come. */
  lagMs(from: string, to: string): number | undefined {
    if (!this.active) return 0;
    // a Region without a quorum can neither tell nor keep a write
    if (this.zonesAlive(from) < quorum || this.zonesAlive(to) < quorum) return undefined;
    let lag = 0;
    for (const rule of this.rules) {
      if (rule.kind !== 'lag' && rule.kind !== 'fail-replication') continue;
      if (rule.region !== to || (rule.from ?? from) !== from) continue;
      if (rule.kind === 'fail-replication') return undefined;
      lag = Math.max(lag, rule.milliseconds);
    }
    return lag;
  }

  /** ARNs of the KMS keys that rules make fail. */
  failedKeys(): ReadonlySet<string> {
    if (!this.active) return noKeys;
    return new Set(this.rules.flatMap((rule) => (rule.kind === 'fail-key' ? [rule.key] : [])));
  }

  onDrop(listener: (share: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Looks for orders to close connections, and forgets rules that have ended. Called now and then by a process that has servers. */
  async poll(): Promise<void> {
    if (this.deps.kv.epoch() !== this.epoch) this.look();
    if (this.state.drops !== this.dropsSeen) {
      this.dropsSeen = this.state.drops;
      for (const listener of this.listeners) listener(this.state.dropShare);
    }
    if (this.rules.length === this.state.rules.length) return;
    await this.change((before) => before);
    await this.deps.onChange?.();
  }

  /** True when the call of a restore is to fail; it is counted off. */
  async takeRestoreFailure(): Promise<boolean> {
    if (!this.active || !this.rules.some((rule) => rule.kind === 'fail-restore')) return false;
    let failed = false;
    await this.change((state) => {
      const after = takeRestore(state, 'call');
      failed = after !== undefined;
      return after ?? state;
    });
    return failed;
  }

  /** True when the restore that begins in `tx` is to break off midway; it is counted off with that. */
  takeRestoreBreak(tx: KvTransaction): boolean {
    if (!this.active) return false;
    const before = readChaos(tx);
    const after = takeRestore({ ...before, rules: holding(before, this.deps.clock.wallMs()) }, 'midway');
    if (after === undefined) return false;
    writeChaos(tx, after);
    return true;
  }

  list(): ChaosView {
    if (this.deps.kv.epoch() !== this.epoch) this.look();
    const { seed } = this.state;
    const rules = this.rules.map(shownRule);
    return seed === undefined ? { rules } : { rules, seed };
  }

  async add(input: unknown): Promise<ActiveRule> {
    const rule = readRule(input, this.deps.regions());
    const durationMs = readDuration(input);
    const end = durationMs === undefined ? {} : { endsAtMs: this.deps.clock.wallMs() + durationMs };
    const state = await this.change((before) => {
      if (before.rules.length >= limits.chaosRules)
        throw new ChaosRefusal(`There can be at most ${limits.chaosRules} rules`);
      return {
        ...before,
        rules: [...before.rules, { ...rule, ...end, id: before.nextId } as ChaosRule],
        nextId: before.nextId + 1,
      };
    });
    await this.deps.onChange?.();
    return shownRule(state.rules.at(-1)!);
  }

  async clear(id?: number): Promise<ChaosView> {
    if (id === undefined) return this.remove(() => true);
    return this.remove((rule) => rule.id === id, `There is no rule ${id}`);
  }

  async recover(what: unknown): Promise<ChaosView> {
    return this.remove(readRecovery(what, this.deps.regions()), 'No rule lets it fail');
  }

  async setSeed(seed: number): Promise<ChaosView> {
    if (!Number.isSafeInteger(seed)) throw new ChaosRefusal('A seed is a whole number');
    await this.change((before) => ({ ...before, seed }));
    return this.list();
  }

  async dropNow(share: number): Promise<void> {
    if (!(share > 0 && share <= 1)) throw new ChaosRefusal('share must be above 0 and at most 1');
    await this.change((before) => ({ ...before, drops: before.drops + 1, dropShare: share }));
    await this.poll();
  }

  /** What holds at this moment, as of the last look. */
  private get rules(): readonly ChaosRule[] {
    return this.hasEnds ? holding(this.state, this.deps.clock.wallMs()) : this.state.rules;
  }

  /** Refuses with `missing`, when it is given, if no rule is meant. */
  private async remove(isMeant: (rule: ChaosRule) => boolean, missing?: string): Promise<ChaosView> {
    await this.change((before) => {
      const rules = before.rules.filter((rule) => !isMeant(rule));
      if (missing !== undefined && rules.length === before.rules.length) throw new ChaosRefusal(missing);
      return { ...before, rules };
    });
    await this.deps.onChange?.();
    return this.list();
  }

  /** Rules that have ended go with every change. */
  private async change(edit: (before: ChaosState) => ChaosState): Promise<ChaosState> {
    const nowMs = this.deps.clock.wallMs();
    const state = await this.deps.kv.write((tx) => {
      const before = readChaos(tx);
      const after = edit({ ...before, rules: holding(before, nowMs) });
      writeChaos(tx, after);
      return after;
    });
    this.look();
    return state;
  }

  private look(): void {
    this.epoch = this.deps.kv.epoch();
    const state = readChaos(this.deps.kv);
    if (state.seed !== undefined && state.seed !== this.state.seed) this.draws = seededRandom(state.seed);
    this.state = state;
    this.hasEnds = state.rules.some(({ endsAtMs }) => endsAtMs !== undefined);
  }

  private draw(share: number): boolean {
    return share >= 1 || (share > 0 && this.draws.integer(1_000_000) < share * 1_000_000);
  }
}

const noKeys: ReadonlySet<string> = new Set();

const holding = ({ rules }: ChaosState, nowMs: number): readonly ChaosRule[] =>
  rules.filter(({ endsAtMs }) => endsAtMs === undefined || nowMs < endsAtMs);

function covers(scope: ChaosScope, keyspace: string | undefined, table: string | undefined): boolean {
  return (
    (scope.keyspace === undefined || scope.keyspace === keyspace) &&
    (scope.table === undefined || scope.table === table)
  );
}
