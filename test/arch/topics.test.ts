// Every topic of the commands has a description of its own: without one the help shows its first command's.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { expect, it } from 'vitest';

const commands = 'src/commands';

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => [join(folder, entry.name), ...foldersIn(join(folder, entry.name))]);
}

it('package.json describes the topics that there are, and no others', () => {
  const { oclif } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly oclif: { readonly topics: Readonly<Record<string, { readonly description: string }>> };
  };
  const topics = foldersIn(commands).map((folder) => relative(commands, folder).split(sep).join(':'));
  expect(Object.keys(oclif.topics).sort()).toEqual(topics.sort());
  for (const [topic, { description }] of Object.entries(oclif.topics)) expect(description, topic).toMatch(/^[A-Z]/);
});
