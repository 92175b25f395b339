// All the dashboard knows, as one readonly value. Nothing in it depends on the present moment except what messages brought.

import type { FleetEvent, FleetSample, TableDetail, TableSample } from '../../core/index.js';
import type { Sort } from './order.js';
import type { GlyphSet } from './theme.js';
import type { Trail } from './trail.js';

export type TableTab = 'throughput' | 'latency' | 'partitions' | 'schema' | 'settings' | 'events';

export type View =
  | { readonly kind: 'fleet' }
  | { readonly kind: 'table'; readonly key: string; readonly tab: TableTab; readonly scroll: number }
  | { readonly kind: 'describe'; readonly key: string; readonly scroll: number }
  | { readonly kind: 'raw'; readonly key: string; readonly scroll: number }
  | { readonly kind: 'events'; readonly scroll: number }
  | { readonly kind: 'help'; readonly scroll: number };

/** A line being typed. `before` is restored by esc. */
export interface Prompt {
  readonly kind: 'filter' | 'command';
  readonly text: string;
  readonly before: string;
}

export interface Flash {
  readonly text: string;
  readonly bad: boolean;
  readonly untilMs: number;
}

/** What the outside is asked to do; the runner takes these away after each message. */
export type Request =
  | { readonly kind: 'detail'; readonly key: string }
  | { readonly kind: 'save' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'quit'; readonly exitCode: number };

export type DetailState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'known'; readonly detail: TableDetail }
  | {
      readonly kind: 'failed';
      readonly reason: string;
    };

export interface State {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: GlyphSet;
  readonly readOnly: boolean;
  readonly nowMs: number;
  readonly startedMs: number;

  readonly sample: FleetSample | undefined;
  /** The newest sample while paused; shown on resuming. */
  readonly held: FleetSample | undefined;
  readonly paused: boolean;
  readonly samples: number;
  readonly problem: string | undefined;
  readonly trails: ReadonlyMap<string, Trail>;
  /** Newest last, at most eventsMax. */
  readonly events: readonly FleetEvent[];
  readonly details: ReadonlyMap<string, DetailState>;

  readonly order: readonly string[];
  readonly sort: Sort | undefined;
  readonly filter: string;
  /** Undefined until the user first moves: the cursor then follows the worst table. */
  readonly selected: string | undefined;
  readonly scroll: number;
  readonly marks: ReadonlySet<string>;
  readonly lastKeyMs: number;

  /** The last one is on the screen; the first is always the fleet. */
  readonly views: readonly View[];
  readonly prompt: Prompt | undefined;
  readonly flash: Flash | undefined;
  readonly requests: readonly Request[];
}

export const EVENTS_MAX = 500;
export const SMALLEST_COLUMNS = 60;
export const SMALLEST_ROWS = 14;

export interface InitialOptions {
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: GlyphSet;
  readonly readOnly: boolean;
  readonly nowMs: number;
}

export function initial(options: InitialOptions): State {
  return {
    ...options,
    startedMs: options.nowMs,
    sample: undefined,
    held: undefined,
    paused: false,
    samples: 0,
    problem: undefined,
    trails: new Map(),
    events: [],
    details: new Map(),
    order: [],
    sort: undefined,
    filter: '',
    selected: undefined,
    scroll: 0,
    marks: new Set(),
    lastKeyMs: 0,
    views: [{ kind: 'fleet' }],
    prompt: undefined,
    flash: undefined,
    requests: [],
  };
}

export function currentView(state: State): View {
  return state.views.at(-1) ?? { kind: 'fleet' };
}

export function findTable(state: State, key: string): TableSample | undefined {
  return state.sample?.tables.find((table) => table.key === key);
}

/** A sentence in place of the key line for a few seconds. */
export function flash(state: State, text: string, bad = false): State {
  return { ...state, flash: { text, bad, untilMs: state.nowMs + 4_000 } };
}
