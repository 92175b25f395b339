// How each tone looks: the only file of the dashboard that writes colour escape codes. Colour never carries a meaning
// alone, so dropping all of it (NO_COLOR, a pipe) loses nothing.

import { type Colour, colourCodes } from '../text/style.js';
import type { Line, Tone } from './line.js';

export type GlyphSet = 'braille' | 'block' | 'ascii';

export interface Theme {
  /** Escape codes for colour. */
  readonly colour: boolean;
  /** Bold and inverse, which NO_COLOR allows and a plain text file does not. */
  readonly attributes: boolean;
  readonly glyphs: GlyphSet;
  /** Name of the target's own colour, as its configuration gives it. */
  readonly targetColour?: string;
}

/** SGR parameters of each tone: with colour, and with attributes alone. */
const LOOKS: Readonly<Record<Tone, { readonly colour: string; readonly attribute: string }>> = {
  plain: { colour: '', attribute: '' },
  idle: { colour: '90', attribute: '' },
  strong: { colour: '1', attribute: '1' },
  well: { colour: '32', attribute: '' },
  near: { colour: '33', attribute: '' },
  bad: { colour: '1;31', attribute: '1' },
  changing: { colour: '36', attribute: '' },
  key: { colour: '1;36', attribute: '1' },
  frame: { colour: '90', attribute: '' },
  first: { colour: '36', attribute: '' },
  second: { colour: '33', attribute: '' },
  third: { colour: '35', attribute: '' },
  target: { colour: '1;32', attribute: '1' },
};

const ESCAPE = '\u001b[';

const isColour = (name: string): name is Colour => Object.hasOwn(colourCodes, name);

function lookOf(tone: Tone, theme: Theme): string {
  if (tone === 'target' && theme.colour && theme.targetColour !== undefined) {
    if (isColour(theme.targetColour)) return `1;${colourCodes[theme.targetColour]}`;
  }
  const look = LOOKS[tone];
  if (theme.colour) return look.colour;
  return theme.attributes ? look.attribute : '';
}

/** One column for one column, for terminals without Unicode. */
const ASCII: Readonly<Record<string, string>> = {
  '─': '-',
  '│': '|',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '┤': '|',
  '┼': '+',
  '┴': '+',
  '╌': '-',
  '▸': '>',
  '●': '*',
  '◆': '*',
  '…': '~',
  '⧗': '~',
  '≈': '~',
  '→': '>',
  '↵': 'E',
  '▲': '^',
  '▼': 'v',
  '·': '.',
  '×': 'x',
  '≤': '<',
  '▌': '|',
  '‖': '|',
};

function spell(text: string, theme: Theme): string {
  if (theme.glyphs !== 'ascii') return text;
  let out = '';
  for (const character of text) out += character <= '~' ? character : (ASCII[character] ?? '?');
  return out;
}

/** The line as text for the terminal. `selected` shows the whole line inverse where attributes are allowed. */
export function paint(line: Line, theme: Theme, selected = false): string {
  const inverse = selected && theme.attributes;
  let out = '';
  for (const piece of line) {
    const text = spell(piece.text, theme);
    const look = lookOf(piece.tone, theme);
    if (inverse) {
      // grey on an inverse bar is not readable everywhere: idle text keeps the bar's own colours
      const codes = look === '' || piece.tone === 'idle' ? '7' : `7;${look}`;
      out += `${ESCAPE}${codes}m${text}${ESCAPE}0m`;
    } else if (look === '' || text.trim() === '') out += text;
    else out += `${ESCAPE}${look}m${text}${ESCAPE}0m`;
  }
  return out;
}
