// Rows of a CQL result as a view: the columns are the statement's own.

import { type CqlResult, renderCqlValue } from '../../core/index.js';
import type { GridColumn } from '../text/grid.js';
import type { View } from './view.js';

type Row = CqlResult['rows'][number];

export function cqlView(result: Pick<CqlResult, 'columns' | 'rows'>): View<readonly object[]> {
  const columns = result.columns.map(
    (column, at): GridColumn<Row> => ({
      title: column.name,
      text: (row) => renderCqlValue(row[at] ?? null, column.type),
    }),
  );
  return { kind: 'grid', columns: columns as readonly GridColumn<never>[], rows: () => result.rows };
}
