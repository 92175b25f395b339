// A result → text in the form that was asked for: table, JSON, YAML or CSV, after the query.

import { usage, yamlText } from '../../core/index.js';
import type { View } from '../rows/view.js';
import { renderCsv } from '../text/csv.js';
import { type GridColumn, renderGrid } from '../text/grid.js';
import type { Style } from '../text/style.js';
import type { OutputFormat } from './flags.js';

export interface PrintOptions {
  readonly format: OutputFormat;
  readonly query?: string | undefined;
  readonly style: Style;
}
export interface Printed {
  readonly stdout: string;
  /** A sentence for people, when there is nothing to show. */
  readonly notice?: string;
}

/** A bigint is a number where JSON can hold it exactly, else text. */
const replacer = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)) : value;

const jsonText = (value: unknown): string => JSON.stringify(value, replacer, 2) ?? 'null';

export async function printResult<Result>(result: Result, view: View<Result>, options: PrintOptions): Promise<Printed> {
  const value = options.query === undefined ? result : await runQuery(result, options.query);
  // a query's answer has no columns of ours: it is shown as JSON unless another form was asked for
  const format = options.query !== undefined && options.format === 'table' ? 'json' : options.format;
  switch (format) {
    case 'json':
      return { stdout: jsonText(value) };
    case 'yaml':
      return { stdout: await yamlText(JSON.parse(jsonText(value))) };
    case 'csv':
      return { stdout: options.query === undefined && view.kind === 'grid' ? csvOf(result, view) : csvOfAny(value) };
    case 'table':
      return tableOf(result, view, options.style);
  }
}

async function runQuery(value: unknown, query: string): Promise<unknown> {
  const { search } = (await import('jmespath')).default;
  try {
    return search(JSON.parse(jsonText(value)), query);
  } catch (error) {
    throw usage(`The query "${query}" is not a JMESPath expression: ${(error as Error).message}`);
  }
}

function tableOf<Result>(result: Result, view: View<Result>, style: Style): Printed {
  if (view.kind === 'text') return { stdout: view.text(result, style) };
  const rows = view.rows(result);
  if (rows.length === 0 && view.empty !== undefined) return { stdout: '', notice: view.empty };
  return { stdout: renderGrid(view.columns as readonly GridColumn<unknown>[], rows, style) };
}

function csvOf<Result>(result: Result, view: Extract<View<Result>, { kind: 'grid' }>): string {
  const columns = view.columns as readonly GridColumn<unknown>[];
  return renderCsv(
    columns.map((column) => column.title.toLowerCase()),
    view.rows(result).map((row) => columns.map((column) => column.text(row))),
  );
}

/** Objects become rows with the members as columns; anything else one column. */
function csvOfAny(value: unknown): string {
  const rows = Array.isArray(value) ? value : [value];
  const cell = (each: unknown): string =>
    each === null || each === undefined ? '' : typeof each === 'object' ? JSON.stringify(each, replacer) : String(each);
  const isObject = (row: unknown): row is Record<string, unknown> => typeof row === 'object' && row !== null;
  if (!rows.every(isObject)) return rows.map((row) => renderCsv([cell(row)], [])).join('\r\n');
  const titles = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return renderCsv(
    titles,
    rows.map((row) => titles.map((title) => cell(row[title]))),
  );
}
