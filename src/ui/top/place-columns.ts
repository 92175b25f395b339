// Which columns fit the terminal and how wide each is drawn; apart from what the columns show.

import { COLUMNS, type Column, type RowContext } from './columns.js';
import { padEnd, padStart, type Span, span } from './line.js';

export interface PlacedColumn {
  readonly column: Column;
  readonly width: number;
}

/** Marker, mark and a space before the first column. */
export const GUTTER = 3;
const NAME_WIDTH_MAX = 44;
const SPARK_WIDTH_MAX = 20;

/** The columns that fit `width`, in the order of the screen; room left over goes to the name, then to the sparklines. */
export function placeColumns(
  width: number,
  options: { readonly stale: boolean; readonly longestName: number },
): PlacedColumn[] {
  const ageColumns = options.stale ? 5 : 0;
  const widthOf = (column: Column) => column.width + (column.id === 'rcu' || column.id === 'wcu' ? ageColumns : 0);
  const chosen = new Set<Column>();
  let used = GUTTER;
  for (const column of [...COLUMNS].sort((a, b) => a.rank - b.rank)) {
    const needed = widthOf(column) + (chosen.size === 0 ? 0 : 1);
    if (used + needed > width) break;
    chosen.add(column);
    used += needed;
  }
  let spare = width - used;
  return COLUMNS.filter((column) => chosen.has(column)).map((column) => {
    let own = widthOf(column);
    const most = column.id === 'name' ? Math.min(NAME_WIDTH_MAX, options.longestName) : SPARK_WIDTH_MAX;
    if (column.id === 'name' || column.id.endsWith('-spark')) {
      const share = column.id === 'read-spark' ? Math.floor(spare / 2) : spare;
      const extra = Math.max(0, Math.min(share, most - own));
      own += extra;
      spare -= extra;
    }
    return { column, width: own };
  });
}

/** The cell padded to its width, on the side its kind asks for. */
export function cellSpan(placed: PlacedColumn, row: RowContext): Span {
  const cell = placed.column.cell(row, placed.width);
  const text = placed.column.left ? padEnd(cell.text, placed.width) : padStart(cell.text, placed.width);
  return span(text, cell.tone);
}
