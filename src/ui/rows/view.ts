// How a result is shown when nobody asks for JSON: a grid of its rows, or text. One view a result type, in this folder.

import type { GridColumn } from '../text/grid.js';
import type { Style } from '../text/style.js';

export type View<Result> =
  | {
      readonly kind: 'grid';
      readonly columns: readonly GridColumn<never>[];
      rows(result: Result): readonly unknown[];
      /** Said on stderr instead of an empty table. */
      readonly empty?: string;
    }
  | { readonly kind: 'text'; text(result: Result, style: Style): string };

export function gridView<Result, Row>(
  columns: readonly GridColumn<Row>[],
  rows: (result: Result) => readonly Row[],
  empty?: string,
): View<Result> {
  const view = { kind: 'grid' as const, columns: columns as readonly GridColumn<never>[], rows };
  return empty === undefined ? view : { ...view, empty };
}

export const textView = <Result>(text: (result: Result, style: Style) => string): View<Result> => ({
  kind: 'text',
  text,
});
