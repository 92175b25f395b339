// A line of the screen as spans of text with a meaning (tone), not yet coloured. Padding and clipping happen here, on what
// a terminal will show, so that painting is the last and only step that knows of escape codes.

/** What a piece of text means; theme.ts says how that looks. */
export type Tone =
  | 'plain'
  | 'idle'
  | 'strong'
  | 'well'
  | 'near'
  | 'bad'
  | 'changing'
  | 'key'
  | 'frame'
  | 'first'
  | 'second'
  | 'third'
  | 'target';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Span[];

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

export function lineOf(text: string, tone: Tone = 'plain'): Line {
  return [{ text, tone }];
}

const ONE_COLUMN_EACH =
  /^[\x20-\x7e\u00a1-\u02ff\u2010-\u2027\u2190-\u21ff\u2248-\u2265\u2500-\u25f0\u2800-\u28ff\u29d7]*$/;

/** East Asian wide and emoji ranges take two columns; combining marks take none. */
function columnsOf(codePoint: number): number {
  if ((codePoint >= 0x300 && codePoint <= 0x36f) || (codePoint >= 0x200b && codePoint <= 0x200f)) return 0;
  if (codePoint >= 0xfe00 && codePoint <= 0xfe0f) return 0;
  if (codePoint < 0x1100) return 1;
  const wide =
    codePoint <= 0x115f ||
    (codePoint >= 0x2e80 && codePoint <= 0xa4cf) ||
    (codePoint >= 0xac00 && codePoint <= 0xd7a3) ||
    (codePoint >= 0xf900 && codePoint <= 0xfaff) ||
    (codePoint >= 0xfe30 && codePoint <= 0xfe6f) ||
    (codePoint >= 0xff00 && codePoint <= 0xff60) ||
    (codePoint >= 0xffe0 && codePoint <= 0xffe6) ||
    (codePoint >= 0x1f300 && codePoint <= 0x1faff) ||
    (codePoint >= 0x20000 && codePoint <= 0x3fffd);
  return wide ? 2 : 1;
}

/** Terminal columns that `text` takes; it holds no control characters. */
function textWidth(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += columnsOf(character.codePointAt(0) ?? 0);
  return width;
}

/** The longest start of `text` that takes at most `width` columns; the last one is `…` when something was cut. */
function clipText(text: string, width: number): string {
  if (width <= 0) return '';
  if (textWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    const columns = columnsOf(character.codePointAt(0) ?? 0);
    if (used + columns > width - 1) break;
    kept += character;
    used += columns;
  }
  return `${kept}…`;
}

export function padEnd(text: string, width: number): string {
  const clipped = clipText(text, width);
  return clipped + ' '.repeat(Math.max(0, width - textWidth(clipped)));
}

export function padStart(text: string, width: number): string {
  const clipped = clipText(text, width);
  return ' '.repeat(Math.max(0, width - textWidth(clipped))) + clipped;
}

export function lineWidth(line: Line): number {
  let width = 0;
  for (const piece of line) width += textWidth(piece.text);
  return width;
}

/** The line cut or padded to exactly `width` columns. */
export function fitLine(line: Line, width: number): Line {
  const fitted: Span[] = [];
  let used = 0;
  for (const piece of line) {
    const columns = textWidth(piece.text);
    if (used + columns <= width) {
      fitted.push(piece);
      used += columns;
      continue;
    }
    const text = clipText(piece.text, width - used);
    if (text !== '') fitted.push(span(text, piece.tone));
    used += textWidth(text);
    break;
  }
  if (used < width) fitted.push(span(' '.repeat(width - used)));
  return fitted;
}

/** `left` and `right` at the two ends of a line; the left one gives way. */
export function spread(left: Line, right: Line, width: number): Line {
  const rightWidth = lineWidth(right);
  if (rightWidth + 1 >= width) return fitLine(left, width);
  return [...fitLine(left, width - rightWidth), ...right];
}

export function plainText(line: Line): string {
  return line.map((piece) => piece.text).join('');
}

/** Words of `text` in lines of at most `width` columns; `indent` starts each but the first. */
export function wrapText(text: string, width: number, indent = ''): readonly string[] {
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const next = current === '' ? word : `${current} ${word}`;
    if (textWidth(next) <= width || current === '') {
      current = next;
      continue;
    }
    lines.push(current);
    current = indent + word;
  }
  lines.push(current);
  return lines;
}

/** `lines` in a frame of exactly `width` x `height` with a title in its top edge and a note in its bottom edge. */
export function boxed(
  title: string,
  lines: readonly Line[],
  size: { width: number; height: number },
  note = '',
): Line[] {
  const inner = size.width - 2;
  if (inner < 4 || size.height < 3) return lines.slice(0, size.height).map((line) => fitLine(line, size.width));
  const head = clipText(` ${title} `, inner - 1);
  const foot = note === '' ? '' : clipText(` ${note} `, inner - 1);
  const edge = (left: string, text: string, right: string): Line => [
    span(`${left}─`, 'frame'),
    span(text, 'strong'),
    span(`${'─'.repeat(inner - 1 - textWidth(text))}${right}`, 'frame'),
  ];
  const framed: Line[] = [edge('┌', head, '┐')];
  for (let row = 0; row < size.height - 2; row++) {
    framed.push([span('│', 'frame'), ...fitLine(lines[row] ?? [], inner), span('│', 'frame')]);
  }
  const tail = textWidth(foot);
  framed.push([span(`└${'─'.repeat(inner - tail - 1)}`, 'frame'), span(foot, 'idle'), span('─┘', 'frame')]);
  return framed;
}
