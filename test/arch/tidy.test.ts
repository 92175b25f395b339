// House rules that a machine can check: sizes, names, header comments, and the doors to time and randomness.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const files = sources('src').map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n') }));

/** The first line and length of each function or method, by indentation (the formatter guarantees it). */
function longFunctions(lines: readonly string[]): string[] {
  const long: string[] = [];
  lines.forEach((line, index) => {
    const opening =
      /^(\s*)(?:export )?(?:async )?(?:function\b|(?:private |protected |public |static |override |async |get |set )*[a-zA-Z_#]\w*\([^=]*\)(?:: .*)? \{$|const \w+ = (?:async )?(?:\(.*\)|\w+)(?:: .*)? => \{$)/.exec(
        line,
      );
    if (!opening || /^\s*(?:if|for|while|switch|return|catch|else)\b/.test(line)) return;
    const close = lines.findIndex((candidate, at) => at > index && candidate.startsWith(`${opening[1]}}`));
    const length = close - index + 1;
    const reason = lines.slice(Math.max(0, index - 4), index + 2).some((near) => near.includes('// long:'));
    if (close > index && length > 70 && !reason) long.push(`line ${index + 1}: ${length} lines`);
  });
  return long;
}

describe('tidy', () => {
  it('no file is longer than 300 lines without a reason beside it', () => {
    const long = files.filter(
      ({ lines }) => lines.length > 301 && !lines.slice(0, 12).some((line) => line.includes('// long:')),
    );
    expect(long.map(({ path, lines }) => `${path}: ${lines.length}`)).toEqual([]);
  });

  it('no function is longer than 70 lines without a reason beside it', () => {
    expect(files.flatMap(({ path, lines }) => longFunctions(lines).map((found) => `${path} ${found}`))).toEqual([]);
  });

  it('every file opens with a comment that says what it holds', () => {
    expect(files.filter(({ lines }) => !/^(?:\/\/|\/\*)/.test(lines[0] ?? '')).map(({ path }) => path)).toEqual([]);
  });

  it('there are no drawers', () => {
    const drawers = new Set(['utils.ts', 'util.ts', 'helpers.ts', 'types.ts', 'common.ts', 'misc.ts', 'shared.ts']);
    expect(files.filter(({ path }) => drawers.has(basename(path))).map(({ path }) => path)).toEqual([]);
  });

  it('time, timers and randomness enter through the system adapters only', () => {
    const banned =
      /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bprocess\.hrtime\b|\bsetTimeout\(|\bsetInterval\(|\bMath\.random\(/;
    const breaches = files
      .filter(({ path }) => !path.startsWith('src/core/adapters/system/'))
      .flatMap(({ path, lines }) =>
        lines.flatMap((line, index) =>
          banned.test(line) && !line.trimStart().startsWith('//') && !line.trimStart().startsWith('*')
            ? [`${path}:${index + 1}`]
            : [],
        ),
      );
    expect(breaches).toEqual([]);
  });

  it('tests mock no module by path', () => {
    const tests = sources('test').filter((path) => path !== relative(root, import.meta.filename));
    const mocking = tests.filter((path) => /\b(?:vi|jest)\.(?:do)?mock\(/.test(readFileSync(join(root, path), 'utf8')));
    expect(mocking).toEqual([]);
  });
});
