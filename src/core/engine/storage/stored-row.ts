// A stored row as objects: what merging works on. Apart from row.ts, which turns it into bytes and back.

export interface Deletion {
  /** Write timestamp: everything at or below it is gone. */
  readonly timestamp: bigint;
  /** Seconds since the epoch when it was made, for clearing it later. */
  readonly seconds: number;
}

/** INSERT leaves one: the row exists without any cell. */
export interface Marker {
  readonly timestamp: bigint;
  /** Seconds; 0 = never expires. */
  readonly ttl: number;
  /** Seconds since the epoch; 0 = never. */
  readonly expiry: number;
}

export interface Cell {
  readonly kind: 'cell';
  readonly timestamp: bigint;
  /** Null: a tombstone. */
  readonly value: Uint8Array | null;
  readonly ttl: number;
  /** Seconds since the epoch: when an expiring cell ends, when a tombstone was made; 0 for others. */
  readonly expiry: number;
}

export interface Element extends Cell {
  readonly path: Uint8Array;
}

/** A multi-cell column; elements in the order of its type. */
export interface Complex {
  readonly kind: 'complex';
  readonly deletion: Deletion | undefined;
  readonly elements: readonly Element[];
}

export interface StoredRow {
  /** Wire values; empty for a static row. */
  readonly clustering: readonly Uint8Array[];
  readonly marker: Marker | undefined;
  readonly deletion: Deletion | undefined;
  /** By Column.id. */
  readonly columns: ReadonlyMap<number, Cell | Complex>;
}

export function isLiveCell(cell: Cell, nowSeconds: number): boolean {
  return cell.value !== null && (cell.ttl === 0 || cell.expiry > nowSeconds);
}

/** A marker that is live, or any live cell. */
export const isLiveMarker = ({ marker }: StoredRow, nowSeconds: number): boolean =>
  marker !== undefined && (marker.ttl === 0 || marker.expiry > nowSeconds);

export function isLiveRow(row: StoredRow, nowSeconds: number): boolean {
  if (isLiveMarker(row, nowSeconds)) return true;
  for (const column of row.columns.values()) {
    if (column.kind === 'cell') {
      if (isLiveCell(column, nowSeconds)) return true;
    } else if (column.elements.some((element) => isLiveCell(element, nowSeconds))) return true;
  }
  return false;
}

/** Nothing to keep: neither data nor tombstones. */
export function isEmptyRow(row: StoredRow): boolean {
  return row.marker === undefined && row.deletion === undefined && row.columns.size === 0;
}
