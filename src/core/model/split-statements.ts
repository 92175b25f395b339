// CQL text → statements: where one ends, knowing strings, quoted names, comments and batches. The shell uses it to know
// when a statement is complete; scripts, to run one after another.

export interface SplitText {
  readonly statements: readonly string[];
  /** What follows the last semicolon: an unfinished statement, or blank. */
  readonly rest: string;
}

export function splitStatements(text: string): SplitText {
  const statements: string[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const skipped = skipQuoted(text, at);
    if (skipped !== at) {
      at = skipped;
      continue;
    }
    if (text[at] === ';') {
      const piece = text.slice(start, at);
      if (!isOpenBatch(piece)) {
        if (stripComments(piece).trim() !== '') statements.push(piece.trim());
        start = at + 1;
      }
    }
    at++;
  }
  return { statements, rest: text.slice(start) };
}

/** The end of the string, name or comment that begins at `at`; `at` when none does. An open one runs to the end. */
function skipQuoted(text: string, at: number): number {
  const two = text.slice(at, at + 2);
  if (two === '--' || two === '//') return endOf(text, '\n', at + 2);
  if (two === '/*') return endOf(text, '*/', at + 2);
  if (two === '$$') return endOf(text, '$$', at + 2);
  const quote = text[at];
  if (quote === "'" || quote === '"') return endOf(text, quote, at + 1);
  return at;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

/** BEGIN … BATCH until APPLY BATCH holds semicolons of its own. */
function isOpenBatch(piece: string): boolean {
  const bare = stripComments(piece).trim();
  return /^begin\s+(?:\w+\s+)?batch\b/i.test(bare) && !/\bapply\s+batch\s*$/i.test(bare);
}

/** Comments become blanks; strings stay. */
export function stripComments(text: string): string {
  let out = '';
  let at = 0;
  while (at < text.length) {
    const end = skipQuoted(text, at);
    if (end === at) {
      out += text[at++];
      continue;
    }
    const piece = text.slice(at, end);
    out += piece.startsWith('--') || piece.startsWith('//') || piece.startsWith('/*') ? ' ' : piece;
    at = end;
  }
  return out;
}
