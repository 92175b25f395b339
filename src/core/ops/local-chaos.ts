// Faults of the local engine: list them, add one, clear them. Works with and without a server, because the rules lie with the
// data.

import type { ActiveRule, ChaosRuleInput } from '../model/chaos-rule.js';
import { usage } from '../model/errors.js';
import { parseResourceName } from '../model/names.js';
import type { ChaosReading, LocalChaos } from '../ports/local-switches.js';
import type { ProcessMemory } from '../ports/processes.js';
import { type LocalDeps, localStatus, type ServerStatus } from './local-server.js';

export type OpenChaos = () => Promise<{ readonly chaos: LocalChaos; close(): Promise<void> }>;

export interface ChaosChange {
  /** Keyspace, or keyspace.table; everywhere when left out. */
  readonly on?: string;
  readonly rule: ChaosRuleInput;
  /** Until it is cleared when left out. */
  readonly durationMs?: number;
  readonly seed?: number;
}

async function within<T>(open: OpenChaos, work: (chaos: LocalChaos) => T | Promise<T>): Promise<T> {
  const engine = await open();
  try {
    return await work(engine.chaos);
  } finally {
    await engine.close();
  }
}

export const listChaos = (open: OpenChaos): Promise<ChaosReading> => within(open, (chaos) => chaos.list());

/** `memory` is that of the server's process. */
export type FullStatus = ServerStatus & { readonly faults?: readonly ActiveRule[]; readonly memory?: ProcessMemory };

/** The status of the server, with the memory that it takes and the faults that it serves under. Those of a store that nobody serves hurt
 * nobody yet. */
export async function fullStatus(deps: LocalDeps, open: OpenChaos): Promise<FullStatus> {
  const status = await localStatus(deps);
  if (status.server === undefined) return status;
  const memory = await deps.processes.memory(status.server.pid);
  return { ...status, ...(memory !== undefined && { memory }), faults: (await listChaos(open)).rules };
}

export const addChaos = (open: OpenChaos, { on, rule, durationMs, seed }: ChaosChange): Promise<ChaosReading> =>
  within(open, async (chaos) => {
    await chaos.add({
      ...rule,
      ...(on !== undefined && parseResourceName(on)),
      ...(durationMs !== undefined && { durationMs }),
    });
    return seed === undefined ? chaos.list() : chaos.setSeed(seed);
  });

export const clearChaos = (open: OpenChaos, id?: number): Promise<ChaosReading> =>
  within(open, (chaos) => chaos.clear(id));

/** `zone b`, `region us-east-1`, `replication eu-west-1`, `key ARN`, `restore` or `restore midway`; the engine says what is wrong with a name. */
export function failingPart(what: string, name: string | undefined): ChaosRuleInput {
  const named = (member: 'zone' | 'region' | 'key') => (name === undefined ? {} : { [member]: name });
  switch (what) {
    case 'restore':
      return { kind: 'fail-restore', ...(name !== undefined && { at: restoreStage(name) }) };
    case 'zone':
      return { kind: 'fail-zone', ...named('zone') };
    case 'key':
      return { kind: 'fail-key', ...named('key') };
    case 'replication':
      return { kind: 'fail-replication', ...named('region') };
    default:
      return { kind: 'fail-region', ...named('region') };
  }
}

function restoreStage(name: string): 'call' | 'midway' {
  if (name === 'call' || name === 'midway') return name;
  throw usage(`A restore fails at its call, or midway: "${name}" is neither.`);
}

export const recoverChaos = (open: OpenChaos, what: ChaosRuleInput): Promise<ChaosReading> =>
  within(open, (chaos) => chaos.recover(what));

export const dropConnections = (open: OpenChaos, share: number): Promise<ChaosReading> =>
  within(open, async (chaos) => {
    await chaos.dropNow(share);
    return chaos.list();
  });

/** `0.25` or `25%`. */
export function parseShare(text: string): number {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  const share = percent === undefined ? Number(text) : Number(percent) / 100;
  if (text.trim() === '' || !(share >= 0 && share <= 1)) throw usage(`"${text}" is not a share: write 0.25 or 25%.`);
  return share;
}
