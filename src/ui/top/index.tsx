// `ks top`: mounts the screen on the alternate buffer, carries messages to update and requests to the outside, gives the
// terminal back and prints one line of receipt. Ink is loaded only when there is a terminal to draw on.

import type { Clock, FleetSample, RegionPrices, TableDetail } from '../../core/index.js';
import { fetchDetail, followSamples, followTime, saveScreen } from './effects.js';
import { duration } from './format.js';
import { frameText, printFrames } from './frames.js';
import type { Message } from './messages.js';
import { filledStdout, rowTokens } from './row-tokens.js';
import { type ScreenOptions, screenOf } from './screen.js';
import { initial, type Request, type State } from './state.js';
import { takeTerminal } from './terminal.js';
import { type GlyphSet, paint, type Theme } from './theme.js';
import { update } from './update.js';

export interface TopOptions {
  readonly samples: (signal: AbortSignal) => AsyncIterable<FleetSample>;
  readonly detail?: (key: string) => Promise<TableDetail>;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly colour: boolean;
  /** False draws with ASCII alone. */
  readonly unicode?: boolean;
  /** Overrides `unicode`: `block` for terminals without braille. */
  readonly glyphs?: GlyphSet;
  readonly readOnly: boolean;
  readonly clock: Clock;
  readonly once?: boolean;
  /** This many frames as plain text, then the end. */
  readonly batch?: number;
  readonly width?: number;
  /** Keeps a screen as text and resolves with where it went. */
  readonly save?: (text: string) => Promise<string>;
  readonly prices?: (region: string) => RegionPrices | undefined;
  /** When those prices were published. */
  readonly pricesDate?: string;
}

/** Resolves with the exit code: 0 when the user left, 128 and the signal's number when a signal ended it. */
export async function runTop(options: TopOptions): Promise<number> {
  const glyphs = options.glyphs ?? (options.unicode === false ? 'ascii' : 'braille');
  const plain = options.once === true || options.batch !== undefined;
  const interactive = !plain && options.stdout.isTTY === true && options.stdin.isTTY === true;
  if (interactive) return runScreen(options, glyphs);
  return printFrames({
    samples: options.samples,
    clock: options.clock,
    width: options.width ?? options.stdout.columns ?? 120,
    frames: options.batch ?? 1,
    theme: { colour: options.colour, attributes: false, glyphs },
    readOnly: options.readOnly,
    screen: screenOptions(options),
    write: (text) => options.stdout.write(text),
  });
}

function screenOptions(options: TopOptions): ScreenOptions {
  const { prices, pricesDate } = options;
  if (prices === undefined) return {};
  return {
    prices: (region) => {
      const known = prices(region);
      const source = pricesDate === undefined ? region : `${region}, ${pricesDate}`;
      return known === undefined ? undefined : { ...known, source };
    },
  };
}

/** Ink draws nothing where it believes to be in CI; here somebody sits at a terminal. */
async function loadInk() {
  const before = process.env.CI;
  process.env.CI = 'false';
  try {
    const [ink, app] = await Promise.all([import('ink'), import('./app.js')]);
    return { render: ink.render, App: app.App };
  } finally {
    if (before === undefined) delete process.env.CI;
    else process.env.CI = before;
  }
}

// long: one closure holds the running screen, so that no state lives in the module
async function runScreen(options: TopOptions, glyphs: GlyphSet): Promise<number> {
  const { stdout, stdin, clock } = options;
  const { render, App } = await loadInk();
  const controller = new AbortController();
  const tokens = rowTokens();
  const inkStdout = filledStdout(stdout, tokens);
  const screen = screenOptions(options);
  let state: State = initial({
    columns: stdout.columns,
    rows: stdout.rows,
    glyphs,
    readOnly: options.readOnly,
    nowMs: clock.wallMs(),
  });
  let finish: (exitCode: number) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<number>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const terminal = takeTerminal(stdout, stdin, (exitCode) => dispatch({ kind: 'signal', exitCode }));

  const draw = () => {
    const theme: Theme = { colour: options.colour, attributes: true, glyphs, ...targetColour(state) };
    const rows = screenOf(state, screen).map(({ line, selected }) => paint(line, theme, selected));
    return <App tokens={tokens.set(rows, state.columns)} onKey={(key) => dispatch({ kind: 'key', key })} />;
  };
  // no incrementalRendering: in Ink 6.8 it is one row off for frames that end above the last row
  const mount = () => render(draw(), { stdout: inkStdout, stdin, exitOnCtrlC: false, patchConsole: false });
  let ink: ReturnType<typeof mount> | undefined;

  const act = (request: Request) => {
    switch (request.kind) {
      case 'detail':
        return void fetchDetail(options.detail, request.key, dispatch).catch(fail);
      case 'save':
        return void saveScreen(options.save, frameText(state, { ...PLAIN, glyphs }, screen), dispatch).catch(fail);
      case 'suspend':
        ink?.unmount();
        ink = undefined;
        return terminal.suspend(() => {
          terminal.enter();
          state = update(state, { kind: 'resize', columns: stdout.columns, rows: stdout.rows });
          ink = mount();
        });
      case 'quit':
        return finish(request.exitCode);
    }
  };
  const dispatch = (message: Message) => {
    state = update(state, message);
    const { requests } = state;
    if (requests.length > 0) state = { ...state, requests: [] };
    for (const request of requests) act(request);
    // figures that come every second bring the time with them: one frame for both
    const awaited = message.kind === 'tick' && !state.paused && state.nowMs - (state.sample?.atMs ?? 0) < 1_500;
    if (!awaited) ink?.rerender(draw());
  };
  // terminals differ in what they leave on the screen after a change of size: begin again at the top, before Ink hears of it
  const resized = () => {
    terminal.clear();
    dispatch({ kind: 'resize', columns: stdout.columns, rows: stdout.rows });
  };

  terminal.enter();
  try {
    ink = mount();
    ink.waitUntilExit().catch(fail);
    stdout.prependListener('resize', resized);
    followTime(clock, controller.signal, dispatch);
    followSamples(options.samples, clock, controller.signal, dispatch).catch(fail);
    return await ended;
  } finally {
    controller.abort();
    stdout.off('resize', resized);
    ink?.unmount();
    terminal.release();
    stdout.write(receipt(state));
  }
}

const PLAIN: Theme = { colour: false, attributes: false, glyphs: 'braille' };

function targetColour(state: State): { targetColour?: string } {
  const colour = state.sample?.targetColour;
  return colour === undefined ? {} : { targetColour: colour };
}

/** The alternate screen takes everything with it: one line says what was seen. */
export function receipt(state: State): string {
  const { sample } = state;
  if (sample === undefined) return 'ks top: left before the first figures came.\n';
  const throttled = sample.tables.filter((table) => table.throttledReads + table.throttledWrites > 0).length;
  const refusals = state.events.filter((event) => event.kind === 'throttle').length;
  const watched = duration(state.nowMs - state.startedMs);
  return `ks top: watched ${sample.tables.length} tables of ${sample.target} for ${watched}; ${throttled} throttled at the end, ${refusals} throttle events.\n`;
}
