// The servers that one engine has opened, and the addresses they show as nodes. Apart from listen.ts because a process that only
// asks in process has none of them, and loads no server's code.

import { nodesOf, type Topology, type ZoneNode } from '../zones.js';
import type { ListenDeps, Listening, ListenOptions } from './listen.js';

export interface ServeOptions extends ListenOptions {
  /** One address without zones when left out. */
  readonly topology?: Topology;
}

export class Servers {
  readonly #deps: Omit<ListenDeps, 'nodes'>;
  readonly #opened: Listening[] = [];
  #nodes: readonly ZoneNode[] = [];

  constructor(deps: Omit<ListenDeps, 'nodes'>) {
    this.#deps = deps;
  }

  /** What system.peers lists for a Region; none while its servers have one address. */
  nodesOf(region: string): readonly ZoneNode[] {
    return region === this.#deps.region ? this.#nodes : [];
  }

  /** Rejects with a TopologyRefusal for zones that cannot be shown, with PortInUse, or with the system's own error. */
  async listen({ topology, ...options }: ServeOptions): Promise<Listening> {
    const nodes = topology === undefined ? [] : nodesOf(this.#deps.region, options.host, topology);
    const { listenAll } = await import('./listen.js');
    this.#nodes = nodes;
    const server = await listenAll({ ...this.#deps, nodes }, options);
    this.#opened.push(server);
    return server;
  }

  /** Lets the endpoints of failed zones and Regions refuse, and those that are back listen. */
  async follow(): Promise<void> {
    await Promise.all(this.#opened.map((server) => server.follow()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((server) => server.close()));
  }
}
