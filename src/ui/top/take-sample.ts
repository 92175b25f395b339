// A new sample enters the state here, whether it just came or was held back while the screen was paused.

import type { FleetSample } from '../../core/index.js';
import { scrollTo } from './layout.js';
import { keepOrder, orderOf } from './order.js';
import { EVENTS_MAX, type State } from './state.js';
import { extendTrails } from './trail.js';
import { cursorIndex, listHeight, visibleTables } from './visible.js';

/** Rows keep their places for this long after a key, so that nothing moves under the user's hand. */
const HANDS_ON_MS = 3_000;

export function takeSample(state: State, sample: FleetSample): State {
  const nowMs = Math.max(state.nowMs, sample.atMs);
  const trails = extendTrails(state.trails, sample);
  const handsOn = state.order.length > 0 && state.lastKeyMs > 0 && nowMs - state.lastKeyMs < HANDS_ON_MS;
  const order = handsOn ? keepOrder(state.order, sample.tables) : orderOf(sample.tables, trails, state.sort);
  const events = sample.events.length === 0 ? state.events : [...state.events, ...sample.events].slice(-EVENTS_MAX);
  return keepCursorShown({
    ...state,
    nowMs,
    sample,
    held: undefined,
    samples: state.samples + 1,
    problem: undefined,
    trails,
    order,
    events,
  });
}

/** Scrolls the list as little as needed for the cursor to be on the screen. */
export function keepCursorShown(state: State): State {
  const visible = visibleTables(state);
  const index = state.selected === undefined ? 0 : cursorIndex(state, visible);
  const scroll = scrollTo(state.scroll, index, { height: listHeight(state), count: visible.length });
  return scroll === state.scroll ? state : { ...state, scroll };
}
