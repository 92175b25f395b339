// A line plot with an axis, drawn in braille dots (two by four to a character), blocks or plain ASCII. Pure: points in, lines out.

import { compact } from './format.js';
import { type Line, type Span, span, type Tone } from './line.js';
import type { GlyphSet } from './theme.js';

export interface Series {
  readonly name: string;
  readonly tone: Tone;
  readonly points: readonly { readonly atMs: number; readonly value: number | undefined }[];
}

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  readonly glyphs: GlyphSet;
  readonly nowMs: number;
  readonly windowMs: number;
  readonly periodMs: number;
  readonly series: readonly Series[];
  /** Drawn as a line across the plot when it lies within reach of the values. */
  readonly limit?: number | undefined;
  readonly label?: (value: number) => string;
}

const AXIS_COLUMNS = 7;

/** The smallest of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 times a power of ten that is not below `value`. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]) if (step * power >= value * 0.999_999) return step * power;
  return 10 * power;
}

/** One value for each dot column, oldest first; a gap longer than a few periods stays empty. */
export function resample(
  points: Series['points'],
  columns: number,
  window: { readonly nowMs: number; readonly windowMs: number; readonly periodMs: number },
): (number | undefined)[] {
  const bucketMs = window.windowMs / columns;
  // buckets are aligned to absolute time, so that a plot moves by whole dots and never trembles
  const lastBucket = Math.floor(window.nowMs / bucketMs);
  const values: (number | undefined)[] = new Array(columns).fill(undefined);
  let previous: { column: number; value: number; atMs: number } | undefined;
  for (const point of points) {
    if (point.value === undefined) continue;
    const column = columns - 1 - (lastBucket - Math.floor(point.atMs / bucketMs));
    if (column >= columns) break;
    if (previous !== undefined && column - previous.column > 1 && point.atMs - previous.atMs <= 3.5 * window.periodMs) {
      for (let gap = Math.max(0, previous.column + 1); gap < column; gap++) {
        values[gap] =
          previous.value + ((point.value - previous.value) * (gap - previous.column)) / (column - previous.column);
      }
    }
    if (column >= 0) values[column] = Math.max(point.value, values[column] ?? point.value);
    previous = { column, value: point.value, atMs: point.atMs };
  }
  return values;
}

/** Dots of one character: bit order of the Unicode braille block. */
const BRAILLE_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

interface Canvas {
  readonly columns: number;
  readonly rows: number;
  /** Dots to a character, across and down. */
  readonly across: number;
  readonly down: number;
  readonly bits: Uint8Array;
  readonly tones: (Tone | undefined)[];
}

function canvasOf(columns: number, rows: number, glyphs: GlyphSet): Canvas {
  const braille = glyphs === 'braille';
  const cells = columns * rows;
  return {
    columns,
    rows,
    across: braille ? 2 : 1,
    down: braille ? 4 : 2,
    bits: new Uint8Array(cells),
    tones: new Array(cells).fill(undefined),
  };
}

function dot(canvas: Canvas, x: number, y: number, tone: Tone): void {
  const column = Math.floor(x / canvas.across);
  const row = Math.floor(y / canvas.down);
  const cell = row * canvas.columns + column;
  const within = y % canvas.down;
  const bit = canvas.across === 2 ? (BRAILLE_BITS[within]?.[x % 2] ?? 0) : 1 << within;
  canvas.bits[cell] = (canvas.bits[cell] ?? 0) | bit;
  canvas.tones[cell] = tone;
}

function trace(canvas: Canvas, values: readonly (number | undefined)[], ceiling: number, tone: Tone): void {
  const bottom = canvas.rows * canvas.down - 1;
  let previous: number | undefined;
  values.forEach((value, x) => {
    if (value === undefined) {
      previous = undefined;
      return;
    }
    const y = Math.max(0, bottom - Math.round((Math.min(value, ceiling) / ceiling) * bottom));
    const from = previous === undefined ? y : previous + Math.sign(y - previous);
    for (let step = Math.min(from, y); step <= Math.max(from, y); step++) dot(canvas, x, step, tone);
    dot(canvas, x, y, tone);
    previous = y;
  });
}

function characterOf(bits: number, glyphs: GlyphSet): string {
  if (glyphs === 'braille') return String.fromCodePoint(0x2800 + bits);
  if (glyphs === 'block') return ['', '▀', '▄', '█'][bits] ?? '█';
  return ['', "'", '.', '|'][bits] ?? '|';
}

/** Exactly `height` lines of exactly `width` columns. The lowest line is at zero. */
export function plot(options: PlotOptions): Line[] {
  const columns = Math.max(2, options.width - AXIS_COLUMNS);
  const rows = Math.max(1, options.height);
  const canvas = canvasOf(columns, rows, options.glyphs);
  const sampled = options.series.map((series) => resample(series.points, columns * canvas.across, options));
  let most = 0;
  for (const values of sampled) for (const value of values) if (value !== undefined && value > most) most = value;
  const limit = options.limit !== undefined && options.limit <= Math.max(most, 1) * 5 ? options.limit : undefined;
  const ceiling = niceCeiling(Math.max(most, (limit ?? 0) * 1.05));
  options.series.forEach((series, index) => {
    trace(canvas, sampled[index] ?? [], ceiling, series.tone);
  });
  const bottom = rows * canvas.down - 1;
  const limitRow =
    limit === undefined ? -1 : Math.floor((bottom - Math.round((limit / ceiling) * bottom)) / canvas.down);
  return Array.from({ length: rows }, (_, row) => [
    axisOf(row, rows, { ceiling, limitRow, limit, label: options.label ?? compact }),
    ...rowOf(canvas, row, row === limitRow, options.glyphs),
  ]);
}

function axisOf(
  row: number,
  rows: number,
  axis: { ceiling: number; limitRow: number; limit: number | undefined; label: (value: number) => string },
): Span {
  const labelled = row === 0 || row === rows - 1 || (rows >= 6 && row === Math.floor((rows - 1) / 2));
  const value = axis.ceiling * (1 - (rows === 1 ? 0 : row / (rows - 1)));
  if (row === axis.limitRow && axis.limit !== undefined) return span(`${axis.label(axis.limit).padStart(5)} ┼`, 'near');
  return span(labelled ? `${axis.label(value).padStart(5)} ┤` : '      │', 'frame');
}

function rowOf(canvas: Canvas, row: number, isLimit: boolean, glyphs: GlyphSet): Span[] {
  const spans: Span[] = [];
  let text = '';
  let tone: Tone = 'plain';
  for (let column = 0; column < canvas.columns; column++) {
    const cell = row * canvas.columns + column;
    const bits = canvas.bits[cell] ?? 0;
    const character = bits === 0 ? (isLimit ? '╌' : ' ') : characterOf(bits, glyphs);
    const own: Tone = bits === 0 ? (isLimit ? 'near' : 'plain') : (canvas.tones[cell] ?? 'plain');
    if (own !== tone && text !== '') {
      spans.push(span(text, tone));
      text = '';
    }
    tone = own;
    text += character;
  }
  if (text !== '') spans.push(span(text, tone));
  return spans;
}
