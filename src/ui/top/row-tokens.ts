// Ink splits every row into cells and puts it together again, and keeps what it has measured for ever: 30 ms a frame, and
// memory without end. So Ink is given a token of two characters for each row, and the row takes its place on the way out.
//
//   Ink draws    \uE003\uF01A      row 3, version 26
//   terminal     ▸  iot.telemetry  prov 4k/2k  …

const ROW_BASE = 0xe000;
const ROWS_MAX = 0x1000;
const VERSION_BASE = 0xf000;
const VERSIONS = 0x800;
const TOKEN = /([\ue000-\uefff])[\uf000-\uf7ff]/g;

export interface RowTokens {
  /** Tokens for these rows; the one of a row changes when its text does. `columns` is what the rows were painted for. */
  set(rows: readonly string[], columns: number): readonly string[];
  /** What Ink wrote, with rows in place of tokens; nothing in place of rows that would not fit `columns` and wrap. */
  fill(written: string, columns: number): string;
}

export function rowTokens(): RowTokens {
  let texts: readonly string[] = [];
  let paintedFor = 0;
  let tokens: string[] = [];
  const versions: number[] = [];
  return {
    set: (rows, columns) => {
      tokens = rows.slice(0, ROWS_MAX).map((text, row) => {
        if (text === texts[row] && columns === paintedFor) return tokens[row] ?? '';
        versions[row] = ((versions[row] ?? 0) + 1) % VERSIONS;
        return String.fromCharCode(ROW_BASE + row, VERSION_BASE + versions[row]);
      });
      texts = rows;
      paintedFor = columns;
      return tokens;
    },
    fill: (written, columns) =>
      written.replace(TOKEN, (_, row: string) =>
        paintedFor > columns ? '' : (texts[row.charCodeAt(0) - ROW_BASE] ?? ''),
      ),
  };
}

/** Columns of the terminal that Ink believes in: as many as a token has, so that it lays out no empty cells. */
const TOKEN_COLUMNS = 2;

/** `stdout` for Ink: the same stream in all but its width and what `write` writes. */
export function filledStdout(stdout: NodeJS.WriteStream, tokens: RowTokens): NodeJS.WriteStream {
  const write = (chunk: string) => stdout.write(tokens.fill(chunk, stdout.columns));
  return new Proxy(stdout, {
    get: (target, name) => {
      if (name === 'write') return write;
      if (name === 'columns') return TOKEN_COLUMNS;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
