// Golden scripts: cases separated by empty lines, each a statement, a line `----`, and what must come of it. With
// UPDATE=1 in the environment the files are rewritten with what comes of it now, to be reviewed as any change.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const extension = '.cqltest';

/** Registers one test a script of `folder`; `outcome` turns a statement into its text, which has no empty lines. */
export function goldenScripts(folder: string, outcome: (statement: string) => string): void {
  const files = readdirSync(folder).filter((name) => name.endsWith(extension));
  test.each(files)('%s', (name) => {
    const file = path.join(folder, name);
    const before = readFileSync(file, 'utf8');
    const after = `${before
      .trimEnd()
      .split(/\n{2,}/)
      .map((part) => renew(part, outcome))
      .join('\n\n')}\n`;
    if (process.env.UPDATE === '1') writeFileSync(file, after);
    else expect(after).toBe(before);
  });
}

/** A case with its outcome written anew; a part of comment lines alone stays. */
function renew(part: string, outcome: (statement: string) => string): string {
  if (part.split('\n').every((line) => line.startsWith('#'))) return part;
  const [statement] = part.split('\n----');
  return `${statement}\n----\n${outcome(statement!)}`;
}
