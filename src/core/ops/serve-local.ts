// The engine's servers in this process until a signal ends them: `local start --foreground`, and the background server.

import type { ServerCredentials } from '../model/server-credentials.js';
import type { LocalDeps, ServerState } from './local-server.js';
import { alreadyRunning, localStatus, statePath, writeState } from './local-server.js';

export interface ServePorts {
  readonly host: string;
  readonly cqlPort: number;
  readonly httpPort: number;
  readonly tlsPort?: number;
}
/** Where it listens now. */
export type ServedPorts = Omit<ServePorts, 'host'> & { readonly caPath?: string };
/** The engine as this operation needs it. */
export interface Servable {
  listen(ports: ServePorts & { readonly credentials?: ServerCredentials }): Promise<ServedPorts>;
  close(): Promise<void>;
}
export interface ServeInput {
  readonly ports: ServePorts;
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
