// What an episode did to both servers, so that a difference can be played again on fresh keyspaces, also in another run:
// entries and their form in a file.

import { type BoundValue, UNSET } from '../../src/core/engine/session/api.js';
import { type Case, textOf } from './case.js';
import type { Context } from './compare.js';

/** One difference with all that may have led to it. */
export interface Finding {
  readonly keyspace: string;
  /** Cases in the order in which they were sent; those that made the schema first. */
  readonly before: readonly Case[];
  readonly last: Case;
}

const isDdl = (one: Case): boolean => /^\s*(?:CREATE|ALTER|DROP)\b/i.test(textOf(one));

/** The cases of an episode that changed something, until the tables were emptied last. */
export class Journal {
  #entries: Case[] = [];

  add(one: Case): void {
    this.#entries.push(one);
  }

  /** The tables were emptied: only what made the schema still counts. */
  emptied(): void {
    this.#entries = this.#entries.filter(isDdl);
  }

  context(): Context {
    return contextOf(this.#entries);
  }

  /** What is known now, for a difference of `last`. */
  finding(keyspace: string, last: Case): Finding {
    return { keyspace, before: [...this.#entries], last };
  }
}

/** Read from the statements that made the tables, and from those that wrote to them. */
export function contextOf(cases: readonly Case[]): Context {
  const texts = cases.map(textOf);
  const descending = texts.flatMap((text) => {
    const order = /CLUSTERING ORDER BY \(([^)]*)\)/.exec(text)?.[1] ?? '';
    return [...order.matchAll(/"?(\w+)"? DESC/g)].map((match) => match[1]!);
  });
  const collections = texts.flatMap((text) =>
    [...text.matchAll(/[(,] ?"?(\w+)"? frozen<(?:list|set|map)</g)].map((match) => match[1]!),
  );
  const renamed = texts.flatMap((text) => {
    const [, from, to] = /^\s*ALTER TABLE \S+\s+RENAME "?(\w+)"? TO "?(\w+)/i.exec(text) ?? [];
    return from === undefined || to === undefined ? [] : [[to, from] as const];
  });
  const counters = texts.flatMap((text) => /^CREATE TABLE (\S+) .*\bcounter\b/.exec(text)?.[1] ?? []);
  const deleted = counters.filter((table) =>
    texts.some((text) => new RegExp(`DELETE[^;]* FROM ${table}\\b`).test(text)),
  );
  return {
    descending: new Set(descending),
    descendingCollections: new Set(descending.filter((name) => collections.includes(name))),
    descendingCollectionTables: new Set(
      texts.flatMap((text) => {
        const [, table, columns] = /^CREATE TABLE (?:IF NOT EXISTS )?(\S+) (.*)/s.exec(text) ?? [];
        const order = /CLUSTERING ORDER BY \(([^)]*)\)/.exec(columns ?? '')?.[1] ?? '';
        const names = [...order.matchAll(/"?(\w+)"? DESC/g)].map((match) => match[1]!);
        const holds = names.some((name) => new RegExp(`[(,] ?"?${name}"? (?!\\w+[,)])[^,]*<`).test(columns ?? ''));
        return table !== undefined && holds ? [table] : [];
      }),
    ),
    renamed: new Map(renamed),
    deletedCounters: new Set(deleted),
  };
}

const toFile = (_: string, value: unknown): unknown =>
  value === UNSET ? { unset: true } : value instanceof Uint8Array ? { hex: Buffer.from(value).toString('hex') } : value;

function fromFile(key: string, value: unknown): unknown {
  if (key !== 'values') return value;
  return (value as readonly ({ hex?: string; unset?: true } | null)[]).map(
    (v): BoundValue => (v === null ? null : v.unset === true ? UNSET : Buffer.from(v.hex ?? '', 'hex')),
  );
}

/** Buffers must not reach JSON's own form of them, which `toJSON` would give before the replacer is asked. */
const plain = (one: Case): unknown => {
  const bare = (values: readonly BoundValue[]) =>
    values.map((v) => (v === null ? null : v === UNSET ? { unset: true } : { hex: Buffer.from(v).toString('hex') }));
  return one.kind === 'statement'
    ? { ...one, values: bare(one.values) }
    : { ...one, children: one.children.map((child) => ({ ...child, values: bare(child.values) })) };
};

export const findingsToText = (findings: readonly Finding[]): string =>
  findings
    .map(({ keyspace, before, last }) =>
      JSON.stringify({ keyspace, before: before.map(plain), last: plain(last) }, toFile),
    )
    .join('\n');

export const findingsFromText = (text: string): Finding[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line, fromFile) as Finding);

/** The case with its keyspace under another name. */
export function inKeyspace(one: Case, from: string, to: string): Case {
  const pattern = new RegExp(`\\b${from}(?![0-9])`, 'g');
  const renamed = (text: string): string => text.replace(pattern, to);
  return one.kind === 'statement'
    ? { ...one, text: renamed(one.text) }
    : { ...one, children: one.children.map((child) => ({ ...child, text: renamed(child.text) })) };
}

/** One case in words: text, values, how it is sent. */
export function detailed(one: Case): string {
  const list = (values: readonly BoundValue[]): string =>
    values.map((v) => (v === null ? 'null' : v === UNSET ? 'unset' : `0x${Buffer.from(v).toString('hex')}`)).join(', ');
  const given = (values: readonly BoundValue[], prepared: boolean): string =>
    `${values.length > 0 ? ` <- [${list(values)}]` : ''}${prepared ? ' prepared' : ''}`;
  if (one.kind === 'batch') {
    const children = one.children.map((c) => `      ${oneLine(c.text)}${given(c.values, c.prepared)}`);
    return `BATCH ${one.type}\n${children.join('\n')}`;
  }
  const page = one.pageSize === undefined ? '' : ` page ${one.pageSize}`;
  return `${oneLine(one.text)}${given(one.values, one.prepared)}${one.names ? ' by name' : ''}${page}`;
}

export const oneLine = (text: string): string => text.replaceAll('\n', '⏎');
