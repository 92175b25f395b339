// Where each part of the screen lies: rectangles from a size, nothing else. The frame is one row shorter than the terminal,
// because a frame of full height makes the terminal scroll.

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface FleetLayout {
  readonly header: Rect;
  readonly filter: Rect;
  readonly heading: Rect;
  readonly list: Rect;
  readonly events: Rect;
  readonly keys: Rect;
}

export interface TableLayout {
  readonly header: Rect;
  /** Left column, from the top. */
  readonly plots: readonly Rect[];
  readonly why: Rect;
  readonly tabs: Rect;
  readonly keys: Rect;
}

/** Rows that may be drawn in a terminal of `rows`. */
export function frameRows(rows: number): number {
  return Math.max(1, rows - 1);
}

function full(columns: number, y: number, height: number): Rect {
  return { x: 0, y, width: columns, height };
}

export function fleetLayout(columns: number, rows: number): FleetLayout {
  const height = frameRows(rows);
  const events = height >= 40 ? 4 : height >= 28 ? 3 : height >= 18 ? 2 : 1;
  const list = height - 2 - 1 - 1 - events - 1;
  return {
    header: full(columns, 0, 2),
    filter: full(columns, 2, 1),
    heading: full(columns, 3, 1),
    list: full(columns, 4, list),
    events: full(columns, 4 + list, events),
    keys: full(columns, height - 1, 1),
  };
}

/** Two columns, plots left and words right; `plots` says how many plots are wanted, fewer are placed when they would not be readable. */
export function tableLayout(columns: number, rows: number, plots: number): TableLayout {
  const height = frameRows(rows);
  const body = height - 1 - 1 - 1;
  const left = columns >= 100 ? Math.floor(columns * 0.55) : Math.floor(columns / 2);
  const placed = Math.max(1, Math.min(plots, Math.floor(body / 7)));
  const rects: Rect[] = [];
  let y = 1;
  for (let index = 0; index < placed; index++) {
    const own = Math.floor(body / placed) + (index < body % placed ? 1 : 0);
    rects.push({ x: 0, y, width: left, height: own });
    y += own;
  }
  return {
    header: full(columns, 0, 1),
    plots: rects,
    why: { x: left, y: 1, width: columns - left, height: body },
    tabs: full(columns, height - 2, 1),
    keys: full(columns, height - 1, 1),
  };
}

/** The scroll offset, changed as little as possible, that shows row `index` of `count` in a window of `height`. */
export function scrollTo(
  offset: number,
  index: number,
  window: { readonly height: number; readonly count: number },
): number {
  const last = Math.max(0, window.count - window.height);
  const shown = index < offset ? index : index >= offset + window.height ? index - window.height + 1 : offset;
  return Math.max(0, Math.min(last, shown));
}
