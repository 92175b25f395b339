// A change as the record that GetRecords gives: keys, and the images that the stream's view type shows.

import type { CdcViewType } from '../catalog/records.js';
import type { Column, TableSchema } from '../catalog/schema.js';
import { partitionKeyOf } from '../storage/keys.js';
import { splitComponents } from '../storage/partition-key.js';
import { type Cell, type Complex, type Element, isLiveCell, type Marker } from '../storage/stored-row.js';
import { cellOf, type Json, unionOf } from './cell-value.js';
import type { Image, RowChange } from './changes.js';
import { sequenceNumber } from './shards.js';

export interface RecordSource {
  readonly table: TableSchema;
  readonly viewType: CdcViewType;
  readonly micros: bigint;
  readonly sequence: number;
  readonly rowKey: Uint8Array;
}

export function recordOut(source: RecordSource, change: RowChange): Json {
  const { table, viewType, micros, sequence, rowKey } = source;
  const components = splitComponents(table.partitionKey.length, partitionKeyOf(rowKey));
  const clustering = (change.after ?? change.before)?.row.clustering ?? [];
  const shows = (image: 'NEW_IMAGE' | 'OLD_IMAGE') => viewType === 'NEW_AND_OLD_IMAGES' || viewType === image;
  return {
    eventVersion: '1.0',
    createdAt: Math.floor(Number(micros / 1000n)) / 1000,
    origin: change.origin,
    partitionKeys: keysOut(table.partitionKey, components),
    clusteringKeys: keysOut(change.isStatic ? [] : table.clustering, clustering),
    ...(change.after !== undefined && shows('NEW_IMAGE') ? { newImage: imageOut(table, change, change.after) } : {}),
    ...(change.before !== undefined && shows('OLD_IMAGE') ? { oldImage: imageOut(table, change, change.before) } : {}),
    sequenceNumber: sequenceNumber({ micros, sequence, part: change.part }),
  };
}

function keysOut(columns: readonly Column[], values: readonly Uint8Array[]): Json {
  return Object.fromEntries(columns.map((column, i) => [column.name, unionOf(column.type, values[i]!)]));
}

/** Static columns stand alone in records of their own. */
function imageOut(table: TableSchema, { isStatic }: RowChange, { row, nowSeconds }: Image): Json {
  const found = (isStatic ? table.statics : table.regulars).flatMap((column) => {
    const stored = row.columns.get(column.id);
    const cell = stored && columnOut(column, stored, nowSeconds);
    return cell === undefined ? [] : [[column.name, cell] as const];
  });
  const cells: Json = Object.fromEntries(found);
  const { marker } = row;
  const rowMetadata = marker === undefined || isStatic ? {} : { rowMetadata: metadataOf(marker) };
  return isStatic ? { staticCells: cells } : { valueCells: cells, ...rowMetadata };
}

function columnOut(column: Column, stored: Cell | Complex, nowSeconds: number): Json | undefined {
  if (stored.kind === 'cell') {
    if (!isLiveCell(stored, nowSeconds)) return undefined;
    return { value: unionOf(column.type, stored.value!), metadata: metadataOf(stored) };
  }
  const live = stored.elements.filter((element) => isLiveCell(element, nowSeconds));
  return live.length === 0 ? undefined : { value: elementsOut(column, live) };
}

/** Elements of a collection or user type that is kept cell by cell: each has write time and expiry of its own. */
function elementsOut({ type }: Column, live: readonly Element[]): Json {
  switch (type.kind) {
    case 'list':
      return { listT: live.map((each) => ({ ...cellOf(type.element, each.value), metadata: metadataOf(each) })) };
    case 'set':
      return { setT: live.map((each) => ({ ...cellOf(type.element, each.path), metadata: metadataOf(each) })) };
    case 'map':
      return {
        mapT: live.map((each) => ({
          key: unionOf(type.key, each.path),
          value: unionOf(type.value, each.value!),
          metadata: metadataOf(each),
        })),
      };
    case 'udt': {
      const named = live.map((each) => {
        const field = Buffer.from(each.path).readUInt16BE(0);
        const cell = { ...cellOf(type.fieldTypes[field]!, each.value), metadata: metadataOf(each) };
        return [type.fieldNames[field]!, cell] as const;
      });
      return { udtT: Object.fromEntries(named) };
    }
    default:
      return {};
  }
}

/** Microseconds and seconds since the epoch, as CQL counts write times and expiry. */
function metadataOf({ timestamp, ttl, expiry }: Pick<Cell, 'timestamp' | 'ttl' | 'expiry'> | Marker): Json {
  return { writeTime: String(timestamp), ...(ttl > 0 ? { expirationTime: String(expiry) } : {}) };
}
