// Which tables are copies of which: the table of one Region by its number, and its copies in the other Regions. Read from
// the catalogs' records whenever a number in the store says that one of them has changed.

import { decodeJson, kindRange, readCounter, replicationVersionKey } from '../catalog/keys.js';
import { readKnownRegions } from '../catalog/known-regions.js';
import type { TableRecord } from '../catalog/records.js';
import type { KvReader } from '../kv/kv.js';

/** A table in one Region. */
export interface Replica {
  readonly region: string;
  /** Of the rows there. */
  readonly number: number;
  readonly keyspace: string;
  readonly name: string;
}

export interface Topology {
  readonly version: number;
  /** By table number. */
  readonly replicas: ReadonlyMap<number, Replica>;
  /** By table number: the same table in other Regions. */
  readonly others: ReadonlyMap<number, readonly Replica[]>;
}

export const emptyTopology: Topology = { version: -1, replicas: new Map(), others: new Map() };

export const topologyVersion = (reader: KvReader): number => readCounter(reader.view('meta', replicationVersionKey));

/** Tables on their way out are none: what is still to come to them is dropped. */
export function readTopology(reader: KvReader): Topology {
  const version = topologyVersion(reader);
  const byId = new Map<string, Replica[]>();
  for (const region of readKnownRegions(reader)) {
    reader.visit('catalog', kindRange(region, 't'), (_key, value) => {
      const { id, number, keyspace, name, replicas, status } = decodeJson(value) as TableRecord;
      if (replicas.length === 0 || status.state === 'DELETING') return true;
      const group = byId.get(id) ?? [];
      group.push({ region, number, keyspace, name });
      byId.set(id, group);
      return true;
    });
  }
  const replicas = new Map<number, Replica>();
  const others = new Map<number, readonly Replica[]>();
  for (const group of byId.values()) {
    for (const replica of group) {
      replicas.set(replica.number, replica);
      if (group.length > 1)
        others.set(
          replica.number,
          group.filter((other) => other !== replica),
        );
    }
  }
  return { version, replicas, others };
}
