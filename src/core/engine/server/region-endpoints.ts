// One Region's native protocol servers, one for each address that stands for a zone: all on the same port. Follows faults:
// the addresses of a failed zone or Region refuse, and clients at the others are told.

import type { Log } from '../../ports/log.js';
import type { Faults } from '../chaos/chaos.js';
import type { EndpointTraffic } from '../metrics/api.js';
import type { StatusChange } from '../protocol/messages/events.js';
import { parseInet } from '../types/inet-text.js';
import { zonesOf } from '../zones.js';
import { listenNative, type NativeServer, type NativeServerOptions, PortInUse, type Traffic } from './native.js';

export interface EndpointAddress {
  readonly host: string;
  /** Left out by the one address of a Region, which leads to whichever zone lives. */
  readonly zone?: string;
}

export interface RegionEndpointsOptions {
  readonly addresses: readonly EndpointAddress[];
  /** 0: one that is free on every address. */
  readonly port: number;
  readonly server: Omit<NativeServerOptions, 'host' | 'port' | 'onStatus'>;
}

interface Endpoint {
  readonly at: EndpointAddress;
  readonly server: NativeServer;
  isUp: boolean;
  /** Its port was taken when it wanted to come back. */
  isKeptOut: boolean;
  /** Already told. */
  told: Traffic;
}

/** What went through one zone's addresses since it was last asked for. */
export interface ZoneTraffic extends EndpointTraffic {
  readonly zone: string;
}

/** How often a free port is looked for that is free on the other addresses too. */
const portTries = 20;

export class RegionEndpoints {
  readonly #region: string;
  readonly #chaos: Faults | undefined;
  readonly #log: Log;
  readonly #endpoints: Endpoint[] = [];
  readonly #listeners = new Set<(change: StatusChange) => void>();
  /** The latest look at the faults: one follows the other. */
  #following: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor({ server: { region, chaos, log } }: RegionEndpointsOptions) {
    this.#region = region;
    this.#chaos = chaos;
    this.#log = log;
  }

  /** Rejects, with nothing left listening, when the port cannot be had on one of the addresses. */
  static async open(options: RegionEndpointsOptions): Promise<RegionEndpoints> {
    for (let tries = 1; ; tries++) {
      const opened = new RegionEndpoints(options);
      try {
        await opened.#listen(options);
        return opened;
      } catch (error) {
        await opened.close();
        if (options.port !== 0 || !(error instanceof PortInUse) || tries === portTries) throw error;
      }
    }
  }

  get region(): string {
    return this.#region;
  }

  get port(): number {
    return this.#endpoints[0]!.server.port;
  }

  connections(): number {
    return this.#endpoints.reduce((sum, { server }) => sum + server.connections(), 0);
  }

  /** None of an address that stands for no zone. */
  takeTraffic(): ZoneTraffic[] {
    const found: ZoneTraffic[] = [];
    for (const endpoint of this.#endpoints) {
      const { at, server, told } = endpoint;
      if (at.zone === undefined) continue;
      const { opened, bytes } = server.traffic();
      endpoint.told = { opened, bytes };
      const active = server.connections();
      found.push({ zone: at.zone, active, opened: opened - told.opened, bytes: bytes - told.bytes });
    }
    return found;
  }

  /** Cuts and restores what the faults of this moment ask for; resolves when it is done. */
  follow(): Promise<void> {
    this.#following = this.#following.then(async () => {
      for (const endpoint of this.#endpoints) await this.#followOne(endpoint);
    });
    return this.#following;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#following;
    await Promise.all(this.#endpoints.map(({ server }) => server.close()));
  }

  async #listen({ addresses, port, server }: RegionEndpointsOptions): Promise<void> {
    for (const at of addresses) {
      const [first] = this.#endpoints;
      const opened = await listenNative({
        ...server,
        host: at.host,
        port: first === undefined ? port : first.server.port,
        ...(addresses.length > 1 && { onStatus: (listener) => this.#subscribe(listener) }),
      });
      this.#endpoints.push({ at, server: opened, isUp: true, isKeptOut: false, told: { opened: 0, bytes: 0 } });
    }
    await this.follow();
  }

  #subscribe(listener: (change: StatusChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #followOne(endpoint: Endpoint): Promise<void> {
    const { at, server } = endpoint;
    const fails = this.#fails(at);
    if (fails !== endpoint.isUp || this.#closed) return;
    try {
      if (fails) await server.cut();
      else await server.restore();
    } catch (error) {
      // somebody took the port meanwhile: tried again with the next look
      if (!endpoint.isKeptOut)
        this.#log.warn('an endpoint could not come back', { host: at.host, port: server.port, error: String(error) });
      endpoint.isKeptOut = true;
      return;
    }
    endpoint.isUp = !fails;
    endpoint.isKeptOut = false;
    this.#log.info(fails ? 'an endpoint failed' : 'an endpoint came back', { host: at.host, port: server.port });
    const change = { change: fails ? 'DOWN' : 'UP', address: parseInet(at.host)!, port: server.port } as const;
    for (const listener of [...this.#listeners]) listener(change);
  }

  #fails({ zone }: EndpointAddress): boolean {
    const chaos = this.#chaos;
    if (chaos === undefined || !chaos.active) return false;
    const zones = zone === undefined ? zonesOf(this.#region) : [zone];
    return chaos.regionFails(this.#region) || zones.every((each) => chaos.zoneFails(each));
  }
}
