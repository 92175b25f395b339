// View of a driven load.

import type { LoadResult } from '../../core/index.js';
import { renderRecord } from '../text/grid.js';
import { textView, type View } from './view.js';

export const drivenLoad: View<LoadResult> = textView((load, style) =>
  renderRecord(
    [
      ['statements sent', String(load.sent)],
      ['answered', String(load.answered)],
      ['refused or failed', String(load.failed)],
      ['left out', String(load.leftOut)],
    ],
    style,
  ),
);
