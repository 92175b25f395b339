// The engine's servers in this process until a signal ends them: `local start --foreground`, and the background server.

import type { ServerCredentials } from '../model/server-credentials.js';
import type { LocalDeps, ServedNode, ServedRegion, ServerState } from './local-server.js';
import { alreadyRunning, localStatus, statePath, writeState } from './local-server.js';

export interface ServePorts {
  readonly host: string;
  readonly cqlPort: number;
  readonly httpPort: number;
  readonly tlsPort?: number;
  /** Availability Zones shown, over so many addresses that follow `host`; one address when left out. */
  readonly topology?: { readonly zones: number; readonly nodes?: number };
  /** CQL queries a second that one connection may make; the quota of Amazon Keyspaces when left out, 0 = any number. */
  readonly requestsPerSecond?: number;
}
/** Where it listens now. */
export interface ServedPorts {
  readonly cqlPort: number;
  readonly httpPort: number;
  readonly tlsPort?: number;
  readonly caPath?: string;
  readonly nodes?: readonly ServedNode[];
  readonly endpoints?: readonly ServedRegion[];
}
/** The engine as this operation needs it. */
export interface Servable {
  listen(ports: ServePorts & { readonly credentials?: ServerCredentials }): Promise<ServedPorts>;
  close(): Promise<void>;
}
export interface ServeInput {
  readonly ports: ServePorts;
  readonly regions: readonly string[];
  /** Anybody may come in when left out. */
  readonly credentials?: ServerCredentials;
  readonly compat: string;
  readonly version: string;
  /** Called once it serves. */
  ready(state: ServerState): void;
}

/** Resolves when the signal of `deps` has ended it and everything is closed. */
export async function serveLocal(deps: LocalDeps, open: () => Promise<Servable>, input: ServeInput): Promise<void> {
  const before = await localStatus(deps);
  if (before.server !== undefined) throw alreadyRunning(deps.dataDir, before.server);
  const engine = await open();
  try {
    const listening = await engine.listen({
      ...input.ports,
      ...(input.credentials !== undefined && { credentials: input.credentials }),
    });
    const state: ServerState = {
      pid: deps.processes.ownPid,
      host: input.ports.host,
      regions: input.regions,
      ...listening,
      compat: input.compat,
      startedAt: new Date(deps.clock.wallMs()).toISOString(),
      version: input.version,
    };
    await writeState(deps, state);
    input.ready(state);
    await untilAborted(deps.signal);
  } finally {
    await engine.close();
    await deps.files.remove(statePath(deps.dataDir));
  }
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
