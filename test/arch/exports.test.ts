// What a module exports, another one uses: an export that nobody names is dead, or is private to its file.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const names = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_$][\w$]*/g));

it('every exported value is named in another file', () => {
  const texts = new Map(
    ['src', 'test', 'bench', 'scripts'].flatMap(sourcesIn).map((path) => [path, readFileSync(path, 'utf8')]),
  );
  // comments do not count: they often name what is gone
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const users = new Map<string, number>();
  for (const text of texts.values()) {
    for (const name of names(code(text))) users.set(name, (users.get(name) ?? 0) + 1);
  }
  // oclif finds a command's class by its file
  const modules = [...texts].filter(([path]) => path.startsWith('src/') && !path.startsWith('src/commands/'));
  const unused = modules.flatMap(([path, text]) =>
    [...text.matchAll(/^export (?:abstract )?(?:async )?(?:const|function\*?|class) ([A-Za-z_$][\w$]*)/gm)]
      .map(([, name]) => name!)
      .filter((name) => users.get(name) === 1)
      .map((name) => `${path} ${name}`),
  );
  expect(modules.length).toBeGreaterThan(500);
  expect(unused).toEqual([]);
});
