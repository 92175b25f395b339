// Rows and columns as aligned text for terminals and pipes. Pure: columns in, lines out.

import { plainStyle, type Style } from './style.js';
import { cellsOf } from './width.js';

export interface GridColumn<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  text(row: Row): string;
  /** Colours the cell; its width is measured before. */
  paint?(row: Row, text: string, style: Style): string;
}

export function renderGrid<Row>(
  columns: readonly GridColumn<Row>[],
  rows: readonly Row[],
  style: Style = plainStyle,
): string {
  const texts = rows.map((row) => columns.map((column) => oneLine(column.text(row))));
  const widths = columns.map((column, at) =>
    Math.max(cellsOf(column.title), ...texts.map((cells) => cellsOf(cells[at] ?? ''))),
  );
  const line = (cells: readonly string[], paint: (text: string, at: number) => string): string =>
    cells
      .map((text, at) => {
        const room = ' '.repeat(Math.max(0, (widths[at] ?? 0) - cellsOf(text)));
        const painted = paint(text, at);
        return columns[at]?.align === 'right' ? room + painted : painted + room;
      })
      .join('  ')
      .trimEnd();
  const head = line(
    columns.map((column) => column.title),
    (text) => style.bold(text),
  );
  const body = rows.map((row, index) =>
    line(texts[index] ?? [], (text, at) => columns[at]?.paint?.(row, text, style) ?? text),
  );
  return [head, ...body].join('\n');
}

/** A line feed inside a value would break the table. */
const oneLine = (text: string): string => text.replace(/\r?\n/g, '\\n');

/** `name: value` lines, the names in one column. */
export function renderRecord(
  fields: readonly (readonly [string, string | undefined])[],
  style: Style = plainStyle,
): string {
  const shown = fields.filter((field): field is readonly [string, string] => field[1] !== undefined);
  const width = Math.max(0, ...shown.map(([name]) => cellsOf(name)));
  return shown
    .map(([name, value]) => {
      const label = style.paint('grey', name) + ' '.repeat(width - cellsOf(name));
      return `${label}  ${value.split('\n').join(`\n${' '.repeat(width + 2)}`)}`;
    })
    .join('\n');
}
