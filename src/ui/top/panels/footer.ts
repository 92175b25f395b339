// The lowest lines: newest events, and the keys that work here (or what is being typed, or what was just said).

import { eventLine } from '../document.js';
import { bindingsIn, keyCap } from '../keys.js';
import { fitLine, type Line, lineWidth, type Span, span, spread } from '../line.js';
import { currentView, type State } from '../state.js';

/** Newest first, exactly `height` lines. */
export function eventPanel(state: State, height: number): readonly Line[] {
  const newest = state.events.slice(-height).reverse();
  return Array.from({ length: height }, (_, row) => {
    const event = newest[row];
    return fitLine(event === undefined ? [] : [span(' '), ...eventLine(event)], state.columns);
  });
}

export function keyLine(state: State): Line {
  if (state.prompt?.kind === 'command') {
    return fitLine([span(' :', 'key'), span(state.prompt.text, 'strong'), span('▌', 'key')], state.columns);
  }
  if (state.prompt?.kind === 'filter') {
    const help = 'regex · column:value · ! inverse     ↵ keep   esc as before';
    return fitLine([span(` ${help}`, 'idle')], state.columns);
  }
  if (state.flash !== undefined) {
    return fitLine([span(` ${state.flash.text}`, state.flash.bad ? 'bad' : 'strong')], state.columns);
  }
  return hints(state);
}

function hints(state: State): Line {
  const view = currentView(state).kind;
  const leave = view === 'fleet' ? hint('q', 'quit') : hint('esc', 'back');
  const right: Span[] = [...(view === 'help' ? [] : hint('?', 'help')), ...leave];
  const room = state.columns - lineWidth(right) - 1;
  const shown: Span[] = [span(' ')];
  let used = 1;
  for (const binding of bindingsIn(view)) {
    if (binding.label === undefined || binding.command === 'quit' || binding.command === 'help') continue;
    if (binding.disabled?.(state) !== undefined) continue;
    const spans = hint(keyCap(binding.keys[0] ?? ''), binding.label);
    const width = lineWidth(spans);
    if (used + width > room) break;
    shown.push(...spans);
    used += width;
  }
  return spread(shown, right, state.columns);
}

function hint(key: string, label: string): Span[] {
  return [span(key, 'key'), span(` ${label}  `, 'idle')];
}
