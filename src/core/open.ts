// The composition root: from a target to its places, loading only the adapters that the target needs.

import type { Local, LocalOptions } from './adapters/engine/index.js';
import { systemClock } from './adapters/system/clock.js';
import { systemFiles } from './adapters/system/files.js';
import { type LogLevel, lineLog, silentLog } from './adapters/system/log.js';
import { systemProcesses } from './adapters/system/processes.js';
import { systemRandom } from './adapters/system/random.js';
import { defaultRegion, type Target } from './model/config.js';
import { KsError, usage } from './model/errors.js';
import { parseRegion } from './model/names.js';
import { type ConfigStore, findTarget, readConfig } from './ops/targets.js';
import type { Clock } from './ports/clock.js';
import type { Files } from './ports/files.js';
import type { Fleet } from './ports/fleet.js';
import type { Log } from './ports/log.js';
import type { Processes } from './ports/processes.js';
import type { Random } from './ports/random.js';

/** What the machine offers; the one set of system adapters of a run. */
export interface System {
  readonly clock: Clock;
  readonly random: Random;
  readonly files: Files;
  readonly processes: Processes;
}

/** `program` is how this program is started again: its script's path. */
export const openSystem = (program: readonly string[]): System => ({
  clock: systemClock(),
  random: systemRandom(),
  files: systemFiles(),
  processes: systemProcesses(program),
});

export interface OpenOptions {
  readonly system: System;
  readonly configPath: string;
  /** Where the built-in local target keeps its data. */
  readonly dataDir: string;
  /** By flag or environment; the configuration's current one otherwise. */
  readonly target?: string;
  readonly regions?: readonly string[];
  readonly profiles?: readonly string[];
  /** What AWS's own tools would use, when target and flags name none. */
  readonly defaultRegion?: string;
  readonly version: string;
  readonly signal: AbortSignal;
  report(sentence: string): void;
  /** Where the log goes; nowhere when left out. */
  readonly log?: { readonly least: LogLevel; write(line: string): void };
}

export const configStore = (options: Pick<OpenOptions, 'system' | 'configPath'>): ConfigStore => ({
  files: options.system.files,
  path: options.configPath,
});

/** The target that the options choose, with the Regions and profiles of the flags over its own. */
export async function chosenTarget(options: OpenOptions): Promise<Target> {
  const config = await readConfig(configStore(options));
  const target = findTarget(config, options.target ?? config.current);
  const regions = options.regions?.map(parseRegion) ?? [];
  const own = target.regions.length > 0 ? target.regions : [options.defaultRegion ?? defaultRegion];
  return {
    ...target,
    regions: regions.length > 0 ? regions : own,
    profiles: options.profiles !== undefined && options.profiles.length > 0 ? options.profiles : target.profiles,
  };
}

export async function openFleet(options: OpenOptions): Promise<Fleet> {
  const target = await chosenTarget(options);
  const { clock } = options.system;
  const common = { target, clock, signal: options.signal, report: options.report };
  if (target.kind === 'local') {
    if (target.profiles.length > 0) throw usage(`The target ${target.name} is local: it has no profiles.`);
    const local = await openLocalEngine(options, {
      dataDir: target.dataDir ?? options.dataDir,
      regions: target.regions,
    });
    const faults = () => local.chaos.list().rules;
    return { ...common, clock: local.clock, places: local.places, faults, close: () => local.close() };
  }
  const { openAws } = await import('./adapters/aws/index.js');
  const aws = await openAws({ target, version: options.version, clock });
  return { ...common, places: aws.places, close: () => aws.close() };
}

export interface EngineChoice {
  readonly dataDir: string;
  readonly regions: readonly string[];
  readonly compat?: 'keyspaces' | 'cassandra';
}

/** The engine in this process; the engine's code is loaded here and nowhere else. */
export async function openLocalEngine(
  options: Pick<OpenOptions, 'system' | 'version' | 'log'>,
  choice: EngineChoice,
): Promise<Local> {
  const { clock, random, files } = options.system;
  await files.ensureFolder(choice.dataDir);
  const log: Log = options.log === undefined ? silentLog : lineLog(options.log.write, clock, options.log.least);
  const local: LocalOptions = {
    dataDir: choice.dataDir,
    regions: choice.regions,
    compat: choice.compat ?? 'keyspaces',
    clock,
    random,
    log,
    files,
    version: options.version,
  };
  const { openLocal } = await import('./adapters/engine/index.js');
  try {
    return await openLocal(local);
  } catch (error) {
    throw storeError(error, choice.dataDir);
  }
}

function storeError(error: unknown, dataDir: string): unknown {
  const message = error instanceof Error ? error.message : String(error);
  if (!/MDB_(?:INVALID|CORRUPTED|PAGE_NOTFOUND|VERSION_MISMATCH)|not an LMDB/i.test(message)) return error;
  return new KsError({
    code: 'STORE_CORRUPT',
    kind: 'corrupt',
    message: `The data in ${dataDir} cannot be read.`,
    why: message,
    next: ['ks local reset --yes, which throws the data away', 'or another folder: KS_DATA_DIR=…'],
    cause: error,
  });
}
