// What happens next: (state, message) → state. Pure; what the outside must do is left in `requests`.

import type { FleetEvent, FleetSample, TableDetail } from '../../core/index.js';
import { harmless } from './format.js';
import type { Message } from './messages.js';
import { pressKey } from './press.js';
import { type DetailState, flash, type State } from './state.js';
import { keepCursorShown, takeSample } from './take-sample.js';

export function update(state: State, message: Message): State {
  switch (message.kind) {
    case 'key':
      return pressKey({ ...state, lastKeyMs: state.nowMs }, message.key);
    case 'tick':
      return passTime(state, message.nowMs);
    case 'sample':
      return state.paused
        ? { ...state, held: cleanSample(message.sample), problem: undefined }
        : takeSample(state, cleanSample(message.sample));
    case 'samples-failed':
      return { ...state, problem: harmless(message.reason) };
    case 'detail':
      return withDetail(state, message.key, { kind: 'known', detail: cleanDetail(message.detail) });
    case 'detail-failed':
      return withDetail(state, message.key, { kind: 'failed', reason: harmless(message.reason) });
    case 'saved':
      return flash(state, `saved to ${harmless(message.place)}`);
    case 'save-failed':
      return flash(state, `not saved: ${harmless(message.reason)}`, true);
    case 'resize':
      return keepCursorShown({ ...state, columns: message.columns, rows: message.rows });
    case 'signal':
      return { ...state, requests: [...state.requests, { kind: 'quit', exitCode: message.exitCode }] };
  }
}

function passTime(state: State, nowMs: number): State {
  const over = state.flash !== undefined && state.flash.untilMs <= nowMs;
  return { ...state, nowMs: Math.max(state.nowMs, nowMs), flash: over ? undefined : state.flash };
}

function withDetail(state: State, key: string, detail: DetailState): State {
  return { ...state, details: new Map(state.details).set(key, detail) };
}

function cleanEvent(event: FleetEvent): FleetEvent {
  return event.table === undefined
    ? { ...event, text: harmless(event.text) }
    : { ...event, text: harmless(event.text), table: harmless(event.table) };
}

/** Names and sentences come from servers: none of them may move the cursor. `key` stays as it is, it is never printed. */
function cleanSample(sample: FleetSample): FleetSample {
  return {
    ...sample,
    target: harmless(sample.target),
    regions: sample.regions.map(harmless),
    tables: sample.tables.map((table) => ({
      ...table,
      keyspace: harmless(table.keyspace),
      table: harmless(table.table),
      region: harmless(table.region),
      account: harmless(table.account),
      status: harmless(table.status),
    })),
    events: sample.events.map(cleanEvent),
    failures: sample.failures.map((failure) => ({ place: harmless(failure.place), reason: harmless(failure.reason) })),
  };
}

function cleanDetail(detail: TableDetail): TableDetail {
  return {
    ...detail,
    schemaCql: detail.schemaCql.split('\n').map(harmless).join('\n'),
    tags: Object.fromEntries(Object.entries(detail.tags).map(([name, value]) => [harmless(name), harmless(value)])),
    settings: detail.settings.map(([name, value]) => [harmless(name), harmless(value)] as const),
  };
}
