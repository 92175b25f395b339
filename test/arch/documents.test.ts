// What the documents name is there: files, links, scripts of package.json, commands of ks and their flags.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const files = ['src', 'test', 'docs', 'bench', 'scripts', 'bin'].flatMap(filesIn);
const documents = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', ...files.filter((path) => path.endsWith('.md'))];

interface Text {
  readonly document: string;
  readonly text: string;
}

/** Code: what stands between backticks, and the lines of fenced blocks. */
const code: readonly Text[] = documents.flatMap((document) => {
  const blocks = readFileSync(document, 'utf8').split(/^```.*$/m);
  return blocks.flatMap((block, at) => {
    const texts = at % 2 === 1 ? block.split('\n') : [...block.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
    return texts.map((text) => ({ document, text: text.replace(/\s#.*$/, '').trim() }));
  });
});
const said = ({ document, text }: Text) => `${document}: ${text}`;

describe('documents', () => {
  it('name files that are there', () => {
    // with a folder before it or not: `kv/commits.ts`, `limits.ts`
    const named = code
      .flatMap(({ document, text }) => text.split(/[\s(),;]+/).map((word) => ({ document, text: word })))
      .filter(({ text }) => /^[\w.-]+(?:\/[\w.-]+)*\.(?:ts|tsx|mjs|py|cqltest|md)$/.test(text));
    const isThere = (text: string) => existsSync(text) || files.some((path) => path.endsWith(`/${text}`));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ text }) => !isThere(text)).map(said)).toEqual([]);
  });

  it('name folders and modules that are there', () => {
    // `kv`, told as `engine/kv` or `engine/kv/`; `core/index`
    const named = code.filter(({ text }) => /^[a-z]+(?:\/[a-z-]+)+\/?$/.test(text));
    const paths = files.map((path) => `/${path.replace(/\.tsx?$/, '')}/`);
    const isThere = (text: string) => paths.some((path) => path.includes(`/${text.replace(/\/$/, '')}/`));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ text }) => !isThere(text)).map(said)).toEqual([]);
  });

  it('link to files that are there', () => {
    const links = documents.flatMap((document) =>
      [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, text]) => ({
        document,
        text: text!,
      })),
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter(({ document, text }) => !existsSync(join(dirname(document), text))).map(said)).toEqual([]);
  });

  it('name scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: object };
    const named = code.flatMap(({ document, text }) =>
      [...text.matchAll(/\bnpm (?:run )?([\w:]+)/g)].map(([, script]) => ({ document, text: script! })),
    );
    const ofNpm = new Set(['i', 'ci', 'install', 'pack']);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ text }) => !(text in scripts) && !ofNpm.has(text)).map(said)).toEqual([]);
  });
});

describe('commands in documents', () => {
  interface Manifest {
    readonly commands: Readonly<Record<string, { readonly flags: object }>>;
  }
  const { commands } = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as Manifest;
  const names = Object.keys(commands).map((id) => id.replaceAll(':', ' '));
  /** The command that the words begin with; of `ks local chaos fail|recover` the first. */
  const commandOf = (words: readonly string[]) =>
    [3, 2, 1].map((count) => words.slice(0, count).join(' ').replace(/\|.*/, '')).find((name) => names.includes(name));
  const uses = code.flatMap(({ document, text }) =>
    text
      .split(/[&;|]\s/)
      .filter((part) => /^\s*ks [a-z-]/.test(part))
      .map((part) => ({ document, text: part.trim(), words: part.trim().split(/\s+/).slice(1) })),
  );
  const isTopic = (words: readonly string[]) =>
    words.length === 1 && names.some((name) => name.startsWith(`${words[0]} `));

  it('are there', () => {
    expect(uses.length).toBeGreaterThan(30);
    const version = (words: readonly string[]) => words[0]!.startsWith('--');
    const missing = uses.filter(({ words }) => !version(words) && !isTopic(words) && commandOf(words) === undefined);
    expect(missing.map(said)).toEqual([]);
  });

  it('have the flags that they are given', () => {
    const wrong = uses.filter(({ words }) => {
      const command = commandOf(words);
      if (command === undefined) return false;
      const known = Object.keys(commands[command.replaceAll(' ', ':')]!.flags);
      const given = words.filter((word) => word.startsWith('--')).map((word) => word.replace(/^--|=.*/g, ''));
      return given.some((flag) => flag !== 'help' && !known.includes(flag));
    });
    expect(wrong.map(said)).toEqual([]);
  });
});
