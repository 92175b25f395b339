// The import rules of ARCHITECTURE.md as data. There is no list of exceptions: a file that breaks a rule is moved or
// the rule is changed, here and in ARCHITECTURE.md, in the same commit. What is allowed is needed, too.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../src');

/** A layer is the longest prefix of a file's path under src that is listed here. */
const inside: Readonly<Record<string, readonly string[]>> = {
  commands: ['ui/cli', 'ui/rows', 'ui/text', 'ui/top', 'core/index.ts'],
  'ui/cli': ['ui/rows', 'ui/text', 'core/index.ts'],
  'ui/rows': ['ui/text', 'core/index.ts'],
  'ui/text': ['core/index.ts'],
  'ui/top': ['ui/text', 'core/index.ts'],
  'core/index.ts': ['core/open.ts', 'core/ops', 'core/ports', 'core/model', 'core/lib'],
  'core/open.ts': ['core/ops', 'core/ports', 'core/model', 'core/adapters'],
  'core/ops': ['core/model', 'core/ports', 'core/lib'],
  'core/ports': ['core/model'],
  'core/model': ['core/lib'],
  'core/lib': [],
  'core/adapters/system': ['core/model', 'core/ports', 'core/lib'],
  'core/adapters/cloud-watch-metrics.ts': ['core/ports'],
  'core/adapters/aws': ['core/model', 'core/ports', 'core/adapters/cloud-watch-metrics.ts'],
  'core/adapters/engine': [
    'core/model',
    'core/ports',
    'core/lib',
    'core/adapters/cloud-watch-metrics.ts',
    'core/engine/index.ts',
  ],
  'core/engine/index.ts': ['core/engine'],
  'core/engine/door.ts': ['core/engine'],
  'core/engine/limits.ts': [],
  'core/engine/cql-error.ts': [],
  'core/engine/consistency.ts': [],
  'core/engine/zones.ts': ['core/engine/limits.ts'],
  'core/engine/server': ['protocol', 'session', 'control', 'metrics', 'types', 'chaos', 'clock'].map(
    (name) => `core/engine/${name}`,
  ),
  'core/engine/session': [
    'cql',
    'executor',
    'control',
    'capacity',
    'metrics',
    'catalog',
    'types',
    'storage',
    'kv',
    'chaos',
  ].map((name) => `core/engine/${name}`),
  'core/engine/control': ['catalog', 'storage', 'capacity', 'recovery', 'metrics', 'types', 'kv', 'cql/analysis'].map(
    (name) => `core/engine/${name}`,
  ),
  'core/engine/audit': ['kv', 'control/api.ts', 'control/arn.ts', 'control/audit.ts'].map(
    (name) => `core/engine/${name}`,
  ),
  'core/engine/quotas': ['core/engine/control/api.ts'],
  'core/engine/alarms': ['kv', 'metrics', 'audit', 'control/api.ts'].map((name) => `core/engine/${name}`),
  'core/engine/dashboards': ['kv', 'metrics', 'audit', 'control/api.ts'].map((name) => `core/engine/${name}`),
  'core/engine/scaling': ['kv', 'metrics', 'audit', 'alarms', 'dashboards', 'quotas', 'catalog', 'control'].map(
    (name) => `core/engine/${name}`,
  ),
  'core/engine/executor': [
    'cql/analysis',
    'storage',
    'catalog',
    'types',
    'kv',
    'session/api.ts',
    'capacity/units.ts',
  ].map((name) => `core/engine/${name}`),
  'core/engine/executor/functions': ['core/engine/types'],
  'core/engine/cql/analysis': ['cql/syntax', 'catalog', 'types', 'session/api.ts', 'executor/functions'].map(
    (name) => `core/engine/${name}`,
  ),
  'core/engine/cql/syntax': [],
  'core/engine/recovery': ['storage', 'kv', 'catalog'].map((name) => `core/engine/${name}`),
  'core/engine/catalog': ['types', 'kv'].map((name) => `core/engine/${name}`),
  'core/engine/storage': ['kv', 'types', 'catalog/schema.ts'].map((name) => `core/engine/${name}`),
  'core/engine/types': [],
  'core/engine/protocol': ['types', 'session/api.ts'].map((name) => `core/engine/${name}`),
  'core/engine/clock': ['core/engine/kv'],
  'core/engine/chaos': ['core/engine/kv', 'core/engine/control/api.ts'],
  'core/engine/streams': ['storage', 'catalog', 'types', 'kv', 'control', 'metrics/api.ts'].map(
    (name) => `core/engine/${name}`,
  ),
  'core/engine/replication': ['storage', 'catalog', 'kv', 'capacity/api.ts', 'metrics/api.ts'].map(
    (name) => `core/engine/${name}`,
  ),
  'core/engine/kv': [],
  'core/engine/capacity': ['types', 'catalog/schema.ts', 'storage/table-store.ts'].map((name) => `core/engine/${name}`),
  'core/engine/metrics': ['kv', 'capacity/api.ts'].map((name) => `core/engine/${name}`),
};

/** What every module of the engine may import besides. */
const engineCommon = [
  'core/lib',
  'core/ports',
  'core/engine/limits.ts',
  'core/engine/cql-error.ts',
  'core/engine/consistency.ts',
  'core/engine/zones.ts',
];

/** Packages by layer; a layer that is not listed imports none. `node:` stands for the built-in modules. */
const packages: Readonly<Record<string, readonly string[]>> = {
  commands: ['@oclif/core'],
  'ui/cli': ['@oclif/core', 'node:', 'jmespath'],
  'ui/top': ['ink', 'react'],
  'core/adapters/system': ['node:'],
  'core/adapters/aws': ['@aws-sdk/', 'cassandra-driver', 'node:'],
  'core/model': ['zod', 'yaml'],
  'core/engine/kv': ['lmdb', 'node:'],
  'core/engine/server': ['node:', 'selfsigned', 'cbor-x'],
  'core/engine/protocol': ['snappyjs'],
  'core/engine/session': ['node:crypto'],
  'core/engine/scaling': ['node:crypto'],
  'core/engine/catalog': ['node:crypto'],
};

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const layers = Object.keys(inside).sort((a, b) => b.length - a.length);
const within = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
const layerOf = (path: string) => layers.find((layer) => within(path, layer));

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3]!);
}

const matches = (name: string, specifier: string) =>
  name.endsWith(':') || name.endsWith('/') ? specifier.startsWith(name) : specifier === name;

interface Import {
  readonly from: string;
  readonly layer: string | undefined;
  /** A path under src, or a package. */
  readonly target: string;
  /** The entry of the tables above that lets it through. */
  readonly permission: string | undefined;
}

function importOf(file: string, specifier: string): Import {
  const from = relative(root, file);
  const layer = layerOf(from);
  if (!specifier.startsWith('.')) {
    const permission = packages[layer ?? '']?.find((name) => matches(name, specifier));
    return { from, layer, target: specifier, permission };
  }
  const script = relative(root, resolve(dirname(file), specifier)).replace(/\.js$/, '.ts');
  const target = existsSync(join(root, script)) ? script : script.replace(/\.ts$/, '.tsx');
  if (layerOf(target) === layer) return { from, layer, target, permission: 'its own layer' };
  const common = layer?.startsWith('core/engine') ? engineCommon : [];
  const permission = [...(inside[layer ?? ''] ?? []), ...common].find((prefix) => within(target, prefix));
  return { from, layer, target, permission };
}

interface Row {
  readonly inside: readonly string[];
  readonly packages: readonly string[];
}
const sorted = (row: Row): Row => ({ inside: row.inside.toSorted(), packages: row.packages.toSorted() });

/** The rows of ARCHITECTURE.md's table, by layer. */
function tableOfArchitecture(): Readonly<Record<string, Row>> {
  const text = readFileSync(join(root, '../ARCHITECTURE.md'), 'utf8');
  const [, table] = /## Import rules[\s\S]*?\n\|-+\|-+\|-+\|\n((?:\|.*\n)+)/.exec(text)!;
  const names = (cell: string) => (cell === 'nothing' ? [] : cell.split(', '));
  return Object.fromEntries(
    table!
      .trim()
      .split('\n')
      .flatMap((row) => {
        const [from, paths, packageNames] = row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim().replaceAll('`', ''));
        return from!
          .split(', ')
          .map((layer) => [layer, sorted({ inside: names(paths!), packages: names(packageNames!) })]);
      }),
  );
}

/** As the table has it: in a row of the engine, paths within it are told from there. */
function shown(path: string, inEngine: boolean): string {
  const bare = path.replace(/\.ts$/, '');
  return inEngine ? bare.replace(/^core\/(?:engine\/)?/, '') : bare;
}

describe('layers', () => {
  const files = sourceFiles(root);
  const imports = files.flatMap((file) => importsOf(file).map((specifier) => importOf(file, specifier)));

  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(imports.length).toBeGreaterThan(2000);
  });

  it('every file lies in a layer', () => {
    expect(files.map((file) => relative(root, file)).filter((path) => layerOf(path) === undefined)).toEqual([]);
  });

  it('every import is one that the table allows', () => {
    const breaches = imports.filter(({ permission }) => permission === undefined);
    expect(breaches.map(({ from, layer, target }) => `${from} (${layer}) imports ${target}`)).toEqual([]);
  });

  it('everything that is allowed is needed', () => {
    const used = new Set(imports.map(({ layer, permission }) => `${layer} imports ${permission}`));
    const allowed = [inside, packages].flatMap((table) =>
      Object.entries(table).flatMap(([layer, names]) => names.map((name) => `${layer} imports ${name}`)),
    );
    expect(allowed.filter((permission) => !used.has(permission))).toEqual([]);
  });

  it('ARCHITECTURE.md shows this table', () => {
    const rows = Object.entries(inside).map(([layer, paths]) => {
      const inEngine = layer.startsWith('core/engine/');
      const row = { inside: paths.map((path) => shown(path, inEngine)), packages: [...(packages[layer] ?? [])] };
      return [inEngine ? `engine/${shown(layer, true)}` : shown(layer, false), sorted(row)];
    });
    expect(tableOfArchitecture()).toEqual(Object.fromEntries(rows));
  });
});
