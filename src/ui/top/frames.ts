// The fleet as plain text for pipes, cron and CI: the same rows as on the screen, as many as there are tables.

import type { Clock, FleetSample } from '../../core/index.js';
import { fleetLayout } from './layout.js';
import { lineOf, plainText } from './line.js';
import { type ScreenOptions, screenOf } from './screen.js';
import { initial, SMALLEST_COLUMNS, type State } from './state.js';
import { paint, type Theme } from './theme.js';
import { update } from './update.js';

export interface FrameOptions {
  readonly samples: (signal: AbortSignal) => AsyncIterable<FleetSample>;
  readonly clock: Clock;
  readonly width: number;
  readonly frames: number;
  readonly theme: Theme;
  readonly readOnly: boolean;
  readonly screen: ScreenOptions;
  readonly write: (text: string) => void;
}

/** Terminal rows whose list holds `tables`. */
function rowsFor(columns: number, tables: number): number {
  let rows = tables + 7;
  while (fleetLayout(columns, rows).list.height < Math.max(1, tables)) rows++;
  return Math.max(14, rows);
}

/** The rows of the screen without its key line, trailing spaces and empty ends. */
export function frameText(state: State, theme: Theme, screen: ScreenOptions): string {
  const rows = screenOf(state, screen);
  const shown = rows
    .slice(0, -1)
    .map(({ line }) => (theme.colour ? paint(line, theme) : paint(lineOf(plainText(line)), theme)));
  const lines = shown.map((text) => text.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return `${lines.join('\n')}\n`;
}

/** Prints `frames` frames, one a sample. Rejects when the stream breaks before the first. */
export async function printFrames(options: FrameOptions): Promise<number> {
  const controller = new AbortController();
  const columns = Math.max(SMALLEST_COLUMNS, options.width);
  let state = initial({
    columns,
    rows: 24,
    glyphs: options.theme.glyphs,
    readOnly: options.readOnly,
    nowMs: options.clock.wallMs(),
  });
  let printed = 0;
  for await (const sample of options.samples(controller.signal)) {
    state = update(state, { kind: 'tick', nowMs: options.clock.wallMs() });
    state = update(state, { kind: 'sample', sample });
    state = update(state, { kind: 'resize', columns, rows: rowsFor(columns, sample.tables.length) });
    options.write(`${printed > 0 ? '\n' : ''}${frameText(state, options.theme, options.screen)}`);
    printed++;
    if (printed >= options.frames) break;
  }
  controller.abort();
  return 0;
}
