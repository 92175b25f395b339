// The import rules of ARCHITECTURE.md as data. There is no list of exceptions: a file that breaks a rule is moved or
// the rule is changed, here and in ARCHITECTURE.md, in the same commit.

import { readdirSync, readFileSync } from 'node:fs';
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
  'core/open.ts': ['core/ops', 'core/ports', 'core/model', 'core/lib', 'core/adapters'],
  'core/ops': ['core/model', 'core/ports', 'core/lib'],
  'core/ports': ['core/model', 'core/lib'],
  'core/model': ['core/lib'],
  'core/lib': [],
  'core/adapters/system': ['core/model', 'core/ports', 'core/lib'],
  'core/adapters/cloud-watch-metrics.ts': ['core/ports'],
  'core/adapters/aws': ['core/model', 'core/ports', 'core/lib', 'core/adapters/cloud-watch-metrics.ts'],
  'core/adapters/engine': [
    'core/model',
    'core/ports',
    'core/lib',
    'core/adapters/cloud-watch-metrics.ts',
    'core/engine/index.ts',
  ],
  'core/engine/index.ts': ['core/engine', 'core/lib', 'core/ports'],
  'core/engine/door.ts': ['core/engine', 'core/ports'],
  'core/engine/limits.ts': [],
  'core/engine/cql-error.ts': [],
  'core/engine/consistency.ts': [],
  'core/engine/zones.ts': ['core/engine/limits.ts'],
  'core/engine/server': ['protocol', 'session', 'control', 'metrics', 'kv', 'types', 'chaos', 'clock'].map(
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
  'core/engine/control': [
    'catalog',
    'storage',
    'capacity',
    'recovery',
    'metrics',
    'types',
    'kv',
    'cql/analysis',
    'session/api.ts',
  ].map((name) => `core/engine/${name}`),
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
  'core/engine/cql/analysis': [
    'cql/syntax',
    'catalog',
    'types',
    'session/api.ts',
    'executor/functions',
    'storage/token.ts',
  ].map((name) => `core/engine/${name}`),
  'core/engine/cql/syntax': [],
  'core/engine/recovery': ['storage', 'types', 'kv', 'catalog'].map((name) => `core/engine/${name}`),
  'core/engine/catalog': ['storage', 'types', 'kv'].map((name) => `core/engine/${name}`),
  'core/engine/storage': ['kv', 'types', 'catalog/schema.ts'].map((name) => `core/engine/${name}`),
  'core/engine/types': ['core/engine/catalog/schema.ts'],
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
  'ui/cli': ['@oclif/core', 'node:', 'jmespath', 'yaml', 'chalk'],
  'ui/text': ['chalk', 'yaml', 'jmespath', 'string-width'],
  'ui/rows': [],
  'ui/top': ['ink', 'react', 'react/jsx-runtime', 'chalk', 'string-width', 'node:'],
  'core/adapters/system': ['node:', 'yaml', 'zod'],
  'core/adapters/aws': ['@aws-sdk/', 'cassandra-driver', 'node:'],
  'core/model': ['zod', 'yaml'],
  'core/engine/index.ts': ['node:path', 'node:fs', 'node:fs/promises'],
  'core/engine/kv': ['lmdb', 'node:'],
  'core/engine/server': ['node:', 'selfsigned', 'cbor-x', 'fast-xml-parser'],
  'core/engine/protocol': ['lz4js', 'snappyjs', 'node:crypto'],
  'core/engine/session': ['node:crypto'],
  'core/engine/control': ['node:crypto'],
  'core/engine/scaling': ['node:crypto'],
  'core/engine/catalog': ['node:crypto'],
  'core/engine/storage': ['node:crypto'],
  'core/engine/types': ['node:net', 'node:buffer'],
  'core/engine/executor': ['node:crypto'],
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

function breachOf(file: string, specifier: string): string | undefined {
  const from = relative(root, file);
  const layer = layerOf(from);
  if (layer === undefined) return `${from} lies in no layer`;
  if (!specifier.startsWith('.')) {
    const allowed = packages[layer] ?? [];
    const ok = allowed.some((name) =>
      name.endsWith(':') || name.endsWith('/') ? specifier.startsWith(name) : specifier === name,
    );
    return ok ? undefined : `${from} (${layer}) imports package ${specifier}`;
  }
  const target = relative(root, resolve(dirname(file), specifier)).replace(/\.js$/, '.ts');
  const tsx = target.replace(/\.ts$/, '.tsx');
  if (layerOf(target) === layer || layerOf(tsx) === layer) return undefined;
  const allowed = [...inside[layer]!, ...(layer.startsWith('core/engine') ? engineCommon : [])];
  return allowed.some((prefix) => within(target, prefix) || within(tsx, prefix))
    ? undefined
    : `${from} (${layer}) imports ${target}`;
}

describe('layers', () => {
  const files = sourceFiles(root);

  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it('every import is one that the table allows', () => {
    const breaches = files.flatMap((file) =>
      importsOf(file)
        .map((specifier) => breachOf(file, specifier))
        .filter((found) => found !== undefined),
    );
    expect(breaches).toEqual([]);
  });
});
