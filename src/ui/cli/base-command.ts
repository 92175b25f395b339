// What every command shares: flags, the fleet, printing a typed result in the form asked for, errors and exit codes,
// interrupts. A command itself parses, calls one operation and returns its result.

import { Command, type Interfaces } from '@oclif/core';
import {
  chosenTarget,
  type DryRun,
  type Fleet,
  type Gathered,
  localStatus,
  type OpenOptions,
  openFleet,
  openLocalEngine,
  openSystem,
  parseDuration,
  type System,
} from '../../core/index.js';
import { dryRun as dryRunView } from '../rows/small.js';
import type { View } from '../rows/view.js';
import { colourStyle, plainStyle, type Style } from '../text/style.js';
import { askName } from './confirm.js';
import { type Env, readEnv } from './env.js';
import { baseFlags, type OutputFormat } from './flags.js';
import { type LocalSurroundings, localDeps } from './local-deps.js';
import { asKsError, exitCodeOf, presentError, presentErrorJson } from './present-error.js';
import { printResult } from './print-result.js';

export type BaseFlags = Interfaces.InferredFlags<typeof baseFlags>;

export abstract class KsCommand extends Command {
  static override baseFlags = baseFlags;
  private stop = new AbortController();
  private fleets: Fleet[] = [];
  private flagsOfRun: BaseFlags | undefined;
  private environment: Env | undefined;
  private openedSystem: System | undefined;

  protected get env(): Env {
    this.environment ??= readEnv(this.config.version);
    return this.environment;
  }
  protected get signal(): AbortSignal {
    return this.stop.signal;
  }
  protected get system(): System {
    this.openedSystem ??= openSystem([this.env.program]);
    return this.openedSystem;
  }
  protected get style(): Style {
    return this.env.colour && this.flagsOfRun?.color !== false ? colourStyle : plainStyle;
  }
  protected get wantsJson(): boolean {
    return this.flagsOfRun?.json === true || this.flagsOfRun?.output === 'json';
  }

  /** Progress and sentences, for people; `--quiet` silences them. */
  protected report = (sentence: string): void => {
    if (this.flagsOfRun?.quiet !== true) this.env.stderr.write(`${sentence}\n`);
  };

  override async init(): Promise<void> {
    await super.init();
    const interrupt = (): void => {
      // a second one ends a run that does not listen
      if (this.stop.signal.aborted) process.exit(130);
      this.stop.abort();
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
  }

  /** Remembers the flags that every command has, for opening and printing. */
  protected seen<Parsed extends { readonly flags: object }>(parsed: Parsed): Parsed {
    this.flagsOfRun = parsed.flags as BaseFlags;
    return parsed;
  }

  protected get surroundings(): LocalSurroundings {
    return { env: this.env, system: this.system, signal: this.signal, report: this.report };
  }

  protected openOptions(): OpenOptions {
    const { env } = this;
    const flags = this.flagsOfRun;
    const target = flags?.target ?? env.target;
    const profiles = flags?.profile ?? [];
    return {
      system: this.system,
      configPath: env.configPath,
      dataDir: env.dataDir,
      version: env.version,
      signal: this.signal,
      report: this.report,
      profiles,
      regions: flags?.region ?? [],
      ...(target !== undefined && { target }),
      ...(env.region !== undefined && { defaultRegion: env.region }),
      ...((env.logLevel === 'debug' ||
        env.logLevel === 'info' ||
        env.logLevel === 'warn' ||
        env.logLevel === 'error') && {
        log: { least: env.logLevel, write: (line: string) => env.stderr.write(line) },
      }),
    };
  }

  /** The target's places, closed when the command ends. */
  protected async fleet(): Promise<Fleet> {
    const fleet = await openFleet(this.openOptions());
    this.fleets.push(fleet);
    return fleet;
  }

  /** Opens the engine on a data folder, whatever the target: for its clock and its faults. */
  protected localEngine(dataDir: string | undefined): () => ReturnType<typeof openLocalEngine> {
    const deps = localDeps(this.surroundings, dataDir);
    return async () => {
      const served = (await localStatus(deps)).server?.regions;
      const regions = this.flagsOfRun?.region ?? served ?? [this.env.region ?? 'us-east-1'];
      return openLocalEngine(this.openOptions(), { dataDir: deps.dataDir, regions });
    };
  }

  /** On a protected target, at a terminal: asks for the name. Undefined lets the operation refuse. */
  protected async confirmed(name: string, given: string | undefined): Promise<string | undefined> {
    if (given !== undefined || !this.env.canAsk) return given;
    const target = await chosenTarget(this.openOptions());
    return target.protected && !target.readOnly ? askName(this.env, target.name, name) : undefined;
  }

  protected waitOf(flags: { readonly wait: boolean; readonly timeout: string; readonly 'dry-run'?: boolean }): {
    readonly wait: boolean;
    readonly timeoutMs: number;
    readonly dryRun: boolean;
  } {
    return { wait: flags.wait, timeoutMs: parseDuration(flags.timeout), dryRun: flags['dry-run'] ?? false };
  }

  /** Prints and hands back: the last line of every command. */
  protected async show<Result>(result: Result, view: View<Result>): Promise<Result> {
    const flags = this.flagsOfRun;
    const format: OutputFormat =
      flags?.json === true ? 'json' : ((flags?.output as OutputFormat | undefined) ?? 'table');
    const printed = await printResult(result, view, { format, query: flags?.query, style: this.style });
    if (printed.stdout !== '') this.env.stdout.write(`${printed.stdout}\n`);
    if (printed.notice !== undefined) this.report(printed.notice);
    return result;
  }

  protected async showOrDryRun<Result extends object>(
    result: Result | DryRun,
    view: View<Result>,
  ): Promise<Result | DryRun> {
    if ('dryRun' in result) return this.show<DryRun>(result as DryRun, dryRunView);
    return this.show(result as Result, view);
  }

  /** A list over several places: what failed is said, and makes the exit code 3. */
  protected async showGathered<T>(
    gathered: Gathered<T>,
    member: string,
    view: View<Gathered<T>>,
  ): Promise<Gathered<T>> {
    const { items, failures } = gathered;
    const json = { [member]: items, ...(failures.length > 0 && { failures }) };
    const shown: View<object> =
      view.kind === 'grid'
        ? { ...view, rows: () => items }
        : { kind: 'text', text: (_, style) => view.text(gathered, style) };
    await this.show<object>(json, shown);
    for (const failure of failures) this.report(`${failure.place}: ${failure.reason}`);
    if (failures.length > 0) process.exitCode = 3;
    return gathered;
  }

  override async catch(error: unknown): Promise<void> {
    const shown = asKsError(error);
    process.exitCode = exitCodeOf(shown);
    if (shown.code === 'PIPE') return;
    const debug = this.env.debug || this.argv.includes('--debug');
    const json = this.wantsJson || this.argv.includes('--json');
    const text = json ? presentErrorJson(shown) : presentError(shown, { style: this.style, debug });
    this.env.stderr.write(`${text}\n`);
  }

  override async finally(error: Error | undefined): Promise<void> {
    for (const fleet of this.fleets) await fleet.close();
    await super.finally(error);
  }
}
