// Results of CQL statements as text: a table as CQL shells print it, or one column a line. Pure.

import { type CqlColumn, type CqlResult, cqlValueToJson, renderCqlValue } from '../../core/index.js';
import { formatNumber } from './format.js';
import { renderGrid } from './grid.js';
import type { Style } from './style.js';
import { cellsOf } from './width.js';

type Row = CqlResult['rows'][number];
const rightTypes = new Set(['int', 'bigint', 'smallint', 'tinyint', 'varint', 'counter', 'decimal', 'double', 'float']);

export function cqlGrid(result: Pick<CqlResult, 'columns' | 'rows'>, style: Style): string {
  const columns = result.columns.map((column, at) => ({
    title: column.name,
    align: rightTypes.has(column.type) ? ('right' as const) : ('left' as const),
    text: (row: Row) => renderCqlValue(row[at] ?? null, column.type),
    paint: (row: Row, text: string, paintWith: Style) =>
      row[at] === null || row[at] === undefined ? paintWith.paint('grey', text) : text,
  }));
  return renderGrid(columns, result.rows, style);
}

/** `EXPAND ON`: a block a row. */
export function cqlExpanded(result: Pick<CqlResult, 'columns' | 'rows'>, style: Style, firstRow = 1): string {
  const width = Math.max(0, ...result.columns.map((column) => cellsOf(column.name)));
  return result.rows
    .map((row, index) => {
      const lines = result.columns.map((column, at) => {
        const room = ' '.repeat(width - cellsOf(column.name));
        return ` ${column.name}${room} | ${renderCqlValue(row[at] ?? null, column.type)}`;
      });
      return [style.bold(`@ Row ${firstRow + index}`), ...lines].join('\n');
    })
    .join('\n\n');
}

/** One object a row, by column name. */
export const cqlRowsAsJson = (result: Pick<CqlResult, 'columns' | 'rows'>): readonly object[] =>
  result.rows.map((row) =>
    Object.fromEntries(result.columns.map((column: CqlColumn, at) => [column.name, cqlValueToJson(row[at] ?? null)])),
  );

/** `3 rows, 0.42 ms, 1.5 RCU`: what the statement cost. */
export function cqlCost(result: CqlResult & { readonly elapsedMs: number }): string {
  const parts: string[] = [];
  if (result.columns.length > 0) parts.push(`${result.rows.length} ${result.rows.length === 1 ? 'row' : 'rows'}`);
  parts.push(`${result.elapsedMs.toFixed(result.elapsedMs < 10 ? 2 : 0)} ms`);
  const { readUnits = 0, writeUnits = 0 } = result.consumed ?? {};
  if (readUnits > 0) parts.push(`${formatNumber(readUnits, 2)} RCU`);
  if (writeUnits > 0) parts.push(`${formatNumber(writeUnits, 2)} WCU`);
  return parts.join(', ');
}
