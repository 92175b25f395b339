// The Regions of a store: those that any process has ever served on it, each with its catalog. Apart because a keyspace
// may be in Regions that this process was not asked to serve, and because another process may bring one at any time.

import type { Kv, KvReader, KvTransaction } from '../kv/kv.js';
import type { Catalog } from './catalog.js';
import { checkKeyOrder } from './key-order.js';
import { decodeJson, encodeJson } from './keys.js';

const key = Buffer.from('regions');

export class KnownRegions {
  /** By Region, in the order in which they came; grows while the engine is open. */
  readonly catalogs = new Map<string, Catalog>();
  private readonly kv: Kv;
  private readonly open: (region: string) => Catalog;
  private epoch = Number.NaN;

  /** `served`: those that this process answers for. */
  constructor(kv: Kv, served: readonly string[], open: (region: string) => Catalog) {
    this.kv = kv;
    this.open = open;
    checkKeyOrder(kv);
    for (const region of served) this.add(region);
    this.look();
    const stored = this.stored();
    const fresh = served.filter((region) => !stored.includes(region));
    if (fresh.length === 0) return;
    kv.writeNow((tx) => {
      for (const region of fresh) bringRegion(tx, region);
    });
  }

  /** Takes in what other processes have brought; cheap when nothing has changed. */
  look(): void {
    const epoch = this.kv.epoch();
    if (epoch === this.epoch) return;
    this.epoch = epoch;
    for (const region of this.stored()) this.add(region);
  }

  private stored(): readonly string[] {
    return readKnownRegions(this.kv);
  }

  private add(region: string): void {
    if (!this.catalogs.has(region)) this.catalogs.set(region, this.open(region));
  }
}

/** Makes a Region known inside a transaction, for all processes. */
export function bringRegion(tx: KvTransaction, region: string): void {
  const before = readKnownRegions(tx);
  if (!before.includes(region)) tx.put('meta', key, encodeJson([...before, region]));
}

export const readKnownRegions = (reader: KvReader): readonly string[] => read(reader.view('meta', key));

const read = (bytes: Uint8Array | undefined): readonly string[] =>
  bytes === undefined ? [] : (decodeJson(bytes) as readonly string[]);
