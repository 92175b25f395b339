// A terminal that is not there: what a program wrote, replayed by a terminal emulator, so that tests see what stays on the
// screen. Tests wait for what they expect to see, never for time.

import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';

export interface Screen {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** The visible rows, without trailing spaces. */
  rows(): string[];
  text(): string;
  /** All that was written, escape codes included. */
  raw(): string;
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Resolves as soon as the screen fits; the test's own timeout is the only limit. */
  shows(expected: string | RegExp | ((text: string) => boolean)): Promise<void>;
  readonly rawMode: () => boolean;
}

export function openScreen(columns: number, rows: number): Screen {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const parsed = new EventEmitter();
  parsed.setMaxListeners(100);
  let written = '';
  let raw = false;
  const out = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      written += chunk.toString();
      terminal.write(chunk.toString(), () => parsed.emit('parsed'));
      // a terminal takes writes at once; only the replay is behind
      done();
    },
  });
  const stdout = Object.assign(out, { isTTY: true, columns, rows }) as unknown as NodeJS.WriteStream;
  const input = new PassThrough();
  const stdin = Object.assign(input, {
    isTTY: true,
    isRaw: false,
    setRawMode: (mode: boolean) => {
      raw = mode;
      Object.assign(input, { isRaw: mode });
      return input;
    },
    ref: () => input,
    unref: () => input,
  }) as unknown as NodeJS.ReadStream;

  const visible = () => {
    const buffer = terminal.buffer.active;
    return Array.from({ length: terminal.rows }, (_, row) =>
      (buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  };
  const text = () => visible().join('\n');
  return {
    stdout,
    stdin,
    rows: visible,
    text,
    raw: () => written,
    press: (keys) => void input.write(keys),
    resize: (nextColumns, nextRows) => {
      terminal.resize(nextColumns, nextRows);
      Object.assign(out, { columns: nextColumns, rows: nextRows });
      out.emit('resize');
    },
    shows: (expected) =>
      new Promise((resolve) => {
        const fits = () =>
          typeof expected === 'string'
            ? text().includes(expected)
            : expected instanceof RegExp
              ? expected.test(text())
              : expected(text());
        const look = () => {
          if (!fits()) return;
          parsed.off('parsed', look);
          resolve();
        };
        parsed.on('parsed', look);
        look();
      }),
    rawMode: () => raw,
  };
}

/** A stream that the test fills: each `push` is the next value of every `for await` over it. */
export function handFed<T>(): { push(value: T): void; fail(error: Error): void; stream(): AsyncIterable<T> } {
  const waiting: ((step: { value?: T; error?: Error }) => void)[] = [];
  const ready: { value?: T; error?: Error }[] = [];
  const give = (step: { value?: T; error?: Error }) => {
    const taker = waiting.shift();
    if (taker === undefined) ready.push(step);
    else taker(step);
  };
  return {
    push: (value) => give({ value }),
    fail: (error) => give({ error }),
    stream: async function* () {
      for (;;) {
        const step = ready.shift() ?? (await new Promise<{ value?: T; error?: Error }>((take) => waiting.push(take)));
        if (step.error !== undefined) throw step.error;
        yield step.value as T;
      }
    },
  };
}
