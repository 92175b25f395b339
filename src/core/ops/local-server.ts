// The local engine as a background server: start, stop, status, reset. A state file in the data folder tells every other
// process where it listens; a file whose process is gone is stale and is taken over.

import { KsError } from '../model/errors.js';
import type { Clock } from '../ports/clock.js';
import type { Files } from '../ports/files.js';
import type { Processes } from '../ports/processes.js';
import { waitUntil } from './wait-until.js';

/** One address that clients may dial, and the Availability Zone that it stands for. */
export interface ServedNode {
  readonly address: string;
  readonly zone: string;
}
/** Where clients of one Region connect to; the AWS APIs are at one port for all. */
export interface ServedRegion {
  readonly region: string;
  readonly cqlPort: number;
  readonly tlsPort?: number;
}
export interface ServerState {
  readonly pid: number;
  readonly host: string;
  readonly regions?: readonly string[];
  readonly cqlPort: number;
  readonly httpPort: number;
  readonly tlsPort?: number;
  /** The certificate file that clients of the TLS port trust. */
  readonly caPath?: string;
  /** Left out where `host` is the only address. */
  readonly nodes?: readonly ServedNode[];
  /** Left out where there is one Region. */
  readonly endpoints?: readonly ServedRegion[];
  readonly compat: string;
  readonly startedAt: string;
  readonly version: string;
}
export interface LocalDeps {
  readonly files: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly dataDir: string;
  report(sentence: string): void;
}
export interface ServerStatus {
  readonly running: boolean;
  readonly dataDir: string;
  readonly server?: ServerState;
  readonly uptimeSeconds?: number;
}

export const statePath = (dataDir: string): string => `${dataDir}/server.json`;
export const logPath = (dataDir: string): string => `${dataDir}/server.log`;

export async function readState(deps: Pick<LocalDeps, 'files' | 'dataDir'>): Promise<ServerState | undefined> {
  const text = await deps.files.read(statePath(deps.dataDir));
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as ServerState;
    return typeof value.pid === 'number' && typeof value.httpPort === 'number' ? value : undefined;
  } catch {
    // half a file tells nothing: as good as none
    return undefined;
  }
}

export const writeState = (deps: Pick<LocalDeps, 'files' | 'dataDir'>, state: ServerState): Promise<void> =>
  deps.files.write(statePath(deps.dataDir), `${JSON.stringify(state, null, 2)}\n`);

export async function localStatus(deps: LocalDeps): Promise<ServerStatus> {
  const state = await readState(deps);
  if (state === undefined || !(await isServing(deps, state))) return { running: false, dataDir: deps.dataDir };
  const uptimeSeconds = Math.max(0, Math.round((deps.clock.wallMs() - Date.parse(state.startedAt)) / 1000));
  return { running: true, dataDir: deps.dataDir, server: state, uptimeSeconds };
}

/**
 * The process lives and its port answers: a number that the system gave to another program is not our server. The HTTP port,
 * because that of CQL refuses while its zone or Region fails on purpose.
 */
async function isServing(deps: LocalDeps, state: ServerState): Promise<boolean> {
  return deps.processes.isAlive(state.pid) && (await deps.processes.canConnect(reach(state.host), state.httpPort));
}

/** Where a client on this machine reaches a server that listens on `host`. */
export const reach = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);

export function alreadyRunning(dataDir: string, state: ServerState): KsError {
  return new KsError({
    code: 'ALREADY_RUNNING',
    kind: 'conflict',
    message: `A server for ${dataDir} is running: process ${state.pid}, CQL port ${state.cqlPort}.`,
    next: ['ks local status', 'ks local stop'],
  });
}

/** Starts this program again with `args`, and waits until it serves. */
export async function startInBackground(
  deps: LocalDeps,
  args: readonly string[],
  timeoutMs: number,
): Promise<ServerState> {
  const before = await localStatus(deps);
  if (before.server !== undefined) throw alreadyRunning(deps.dataDir, before.server);
  await deps.files.ensureFolder(deps.dataDir);
  await deps.files.remove(statePath(deps.dataDir));
  await deps.files.remove(logPath(deps.dataDir));
  const pid = await deps.processes.startDetached(args, logPath(deps.dataDir));
  const options = { what: 'the server to listen', timeoutMs };
  const quiet = { clock: deps.clock, signal: deps.signal, report: () => {} };
  return waitUntil<ServerState>(quiet, options, async () => {
    const state = await readState(deps);
    if (state !== undefined && state.pid === pid && (await isServing(deps, state))) return { done: state };
    if (!deps.processes.isAlive(pid)) throw await startFailed(deps);
    return { state: 'starting' };
  });
}

async function startFailed(deps: LocalDeps): Promise<KsError> {
  const log = ((await deps.files.read(logPath(deps.dataDir))) ?? '').trim();
  const told = toldError(log);
  if (told !== undefined) return told;
  const busy = /EADDRINUSE|in use/i.test(log);
  return new KsError({
    code: busy ? 'PORT_IN_USE' : 'START',
    kind: busy ? 'conflict' : 'failed',
    message: 'The server ended before it listened.',
    why: log.split('\n').slice(-6).join('\n') || 'It wrote nothing.',
    next: busy ? ['ks local start --cql-port 0 --http-port 0'] : ['ks local start --foreground'],
  });
}

/** The server's last line is its error as JSON, when it ended in an orderly way. */
function toldError(log: string): KsError | undefined {
  try {
    const { error } = JSON.parse(log.split('\n').at(-1) ?? '') as { error: ConstructorParameters<typeof KsError>[0] };
    return new KsError(error);
  } catch {
    return undefined;
  }
}

const graceMs = 5_000;

/** Asks it to end, and ends it when it does not. Nothing running is a success without a change. */
export async function stopServer(deps: LocalDeps): Promise<{ readonly changed: boolean; readonly pid?: number }> {
  const state = await readState(deps);
  if (state === undefined || !(await isServing(deps, state))) {
    await deps.files.remove(statePath(deps.dataDir));
    return { changed: false };
  }
  const gone = async (): Promise<{ readonly done: true } | { readonly state: string }> =>
    deps.processes.isAlive(state.pid) ? { state: 'stopping' } : { done: true };
  const quiet = { clock: deps.clock, signal: deps.signal, report: () => {} };
  deps.processes.signal(state.pid, 'SIGTERM');
  try {
    await waitUntil<true>(quiet, { what: 'the server to end', timeoutMs: graceMs }, gone);
  } catch (error) {
    if (deps.signal.aborted) throw error;
    // that its number is free was waited for, because programs may look at that; where nobody frees it the end is enough
    const ended = async () => (deps.processes.isLeftBehind(state.pid) ? ({ done: true } as const) : gone());
    if ('state' in (await ended())) {
      deps.report(`Process ${state.pid} did not end in ${graceMs / 1000} seconds; killing it.`);
      deps.processes.signal(state.pid, 'SIGKILL');
      await waitUntil<true>(quiet, { what: 'the server to be killed', timeoutMs: graceMs }, ended);
    }
  }
  await deps.files.remove(statePath(deps.dataDir));
  return { changed: true, pid: state.pid };
}

/** Throws the data away. Refused while a server uses it. */
export async function resetData(deps: LocalDeps): Promise<{ readonly changed: boolean; readonly dataDir: string }> {
  const status = await localStatus(deps);
  if (status.server !== undefined) {
    throw new KsError({
      code: 'RUNNING',
      kind: 'refused',
      message: `A server is using ${deps.dataDir}: process ${status.server.pid}.`,
      next: ['ks local stop', 'ks local reset'],
    });
  }
  const names = await deps.files.list(deps.dataDir);
  // a folder that holds other things was named by mistake
  const strange = names.filter(
    (name) =>
      !/^(?:data\.mdb|lock\.mdb|.*\.mdb(?:-lock)?|server\.(?:json|log)|store.*|tls|.*\.pem|.*\.lock)$/.test(name),
  );
  if (strange.length > 0) {
    throw new KsError({
      code: 'NOT_A_DATA_DIR',
      kind: 'refused',
      message: `${deps.dataDir} holds files that are not the engine's: ${strange.slice(0, 3).join(', ')}.`,
      next: ['name the right folder with --data-dir'],
    });
  }
  await deps.files.removeFolder(deps.dataDir);
  return { changed: names.length > 0, dataDir: deps.dataDir };
}
