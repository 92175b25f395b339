// Golden scripts of what statements mean, run on a whole engine in memory: `semantics/*.cqltest`, in the form of
// golden.ts. A first line `# mode: cassandra` chooses the lenient mode. UPDATE=1 rewrites the outcomes for review.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ScriptEngine } from './script-engine.js';

const folder = path.join(import.meta.dirname, 'semantics');
const files = readdirSync(folder).filter((name) => name.endsWith('.cqltest'));

test.each(files)('%s', async (name) => {
  const file = path.join(folder, name);
  const before = readFileSync(file, 'utf8');
  const engine = await ScriptEngine.open({
    compat: before.startsWith('# mode: cassandra') ? 'cassandra' : 'keyspaces',
  });
  const parts: string[] = [];
  for (const part of before.trimEnd().split(/\n{2,}/)) parts.push(await renew(engine, part));
  const after = `${parts.join('\n\n')}\n`;
  await engine.engine.close();
  if (process.env.UPDATE === '1') writeFileSync(file, after);
  else expect(after).toBe(before);
});

/** A case with its outcome as it is now; a part of comment lines alone stays. */
async function renew(engine: ScriptEngine, part: string): Promise<string> {
  if (part.split('\n').every((line) => line.startsWith('#'))) return part;
  const [statement] = part.split('\n----');
  const text = statement!
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
  return `${statement}\n----\n${await engine.line(text)}`;
}
