// The servers that one engine has opened, and the addresses they show as nodes. Apart from listen.ts because a process that only
// asks in process has none of them, and loads no server's code.

import { nodesOf, type Topology, type ZoneNode } from '../zones.js';
import type { ListenDeps, Listening, ListenOptions, ServedRegion } from './listen.js';

export interface ServeOptions extends ListenOptions {
  /** One address without zones when left out. */
  readonly topology?: Topology;
}

export interface ServersDeps extends Omit<ListenDeps, 'regions'> {
  /** The default one first. */
  readonly regions: readonly string[];
}

export class Servers {
  readonly #deps: ServersDeps;
  readonly #opened: Listening[] = [];
  #nodes: ReadonlyMap<string, readonly ZoneNode[]> = new Map();

  constructor(deps: ServersDeps) {
    this.#deps = deps;
  }

  /** What system.peers lists for a Region; none while its servers have one address. */
  nodesOf(region: string): readonly ZoneNode[] {
    return this.#nodes.get(region) ?? [];
  }

  /** Rejects with a TopologyRefusal for zones that cannot be shown, with PortInUse, or with the system's own error. */
  async listen({ topology, ...options }: ServeOptions): Promise<Listening> {
    const served = this.#deps.regions.map((region): ServedRegion => {
      const nodes = topology === undefined ? [] : nodesOf(region, options.host, topology);
      return { region, nodes };
    });
    const { listenAll } = await import('./listen.js');
    this.#nodes = new Map(served.map(({ region, nodes }) => [region, nodes]));
    const regions = served as [ServedRegion, ...ServedRegion[]];
    const server = await listenAll({ ...this.#deps, regions }, options);
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
