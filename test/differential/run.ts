// The differential run: episodes of random statements against an Apache Cassandra and the engine, differences gathered by
// shape. Bundled and started by scripts/differential.mjs.

import { writeFileSync } from 'node:fs';
import { CqlError } from '../../src/core/engine/cql-error.js';
import { type Case, textOf } from './case.js';
import { alike, compareSeen, type Difference } from './compare.js';
import { Dice } from './dice.js';
import { explanationOf } from './explained.js';
import { nextCase } from './generate.js';
import { play, type Seen } from './play.js';
import { createTable, createType, makeSchema, type Schema } from './schemas.js';
import { WireClient } from './wire-client.js';

export interface RunOptions {
  readonly oracle: { readonly host: string; readonly port: number };
  readonly engine: { readonly host: string; readonly port: number };
  readonly statements: number;
  readonly seed: number;
  /** Where the list of unexplained cases goes. */
  readonly report?: string;
  readonly family?: string;
}

interface Shape {
  count: number;
  readonly shape: string;
  readonly examples: { text: string; difference: Difference; history: readonly string[] }[];
}

const perEpisode = 1500;
const historyKept = 40;

class Run {
  readonly options: RunOptions;
  readonly shapes = new Map<string, Shape>();
  readonly explained = new Map<string, number>();
  readonly byFamily = new Map<string, { sent: number; accepted: number; refused: number; differed: number }>();
  readonly startMicros = BigInt(Date.now()) * 1000n - 1_000_000n;
  statements = 0;
  private lastMicros = 0n;
  private histories = new Map<string, string[]>();
  private oracle!: WireClient;
  private engine!: WireClient;

  constructor(options: RunOptions) {
    this.options = options;
  }

  async all(): Promise<void> {
    const { oracle, engine, statements, seed } = this.options;
    [this.oracle, this.engine] = await Promise.all([
      WireClient.open(oracle.host, oracle.port),
      WireClient.open(engine.host, engine.port),
    ]);
    for (let episode = 0; this.statements < statements; episode++)
      await this.episode(new Dice(seed * 100_003 + episode), episode);
    this.oracle.close();
    this.engine.close();
  }

  private micros(): bigint {
    const now = BigInt(Date.now()) * 1000n;
    this.lastMicros = now > this.lastMicros ? now : this.lastMicros + 1n;
    return this.lastMicros;
  }

  private async episode(dice: Dice, number: number): Promise<void> {
    const schema = makeSchema(dice, `d${this.options.seed}_${number}`);
    await this.bareBoth(`DROP KEYSPACE IF EXISTS ${schema.keyspace}`);
    await this.bareBoth(`DROP KEYSPACE IF EXISTS ${schema.keyspace}z`);
    const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    await this.together(ddlCase(`CREATE KEYSPACE ${schema.keyspace} WITH replication = ${replication}`));
    for (const type of schema.types) await this.together(ddlCase(createType(type)));
    this.histories = new Map();
    for (const table of schema.tables) await this.together(ddlCase(createTable(dice, table), table.name));
    const until = Math.min(this.options.statements, this.statements + perEpisode);
    let waiting: Case[] = [];
    while (this.statements < until) {
      const one = nextCase(dice, schema);
      if (this.options.family !== undefined && one.family !== this.options.family) continue;
      if (one.reads) {
        waiting.push(one);
        if (waiting.length < 48) continue;
        await Promise.all(waiting.map((read) => this.together(read, schema)));
        waiting = [];
        continue;
      }
      await Promise.all(waiting.map((read) => this.together(read, schema)));
      waiting = [];
      await this.together(one, schema);
    }
    await Promise.all(waiting.map((read) => this.together(read, schema)));
    await this.bareBoth(`DROP KEYSPACE IF EXISTS ${schema.keyspace}`);
    await this.bareBoth(`DROP KEYSPACE IF EXISTS ${schema.keyspace}z`);
  }

  private async bareBoth(text: string): Promise<void> {
    const parameters = { consistency: 6, skipMetadata: false } as const;
    await Promise.all([this.oracle.query(text, parameters), this.engine.query(text, parameters)]);
  }

  /** One case to both; a difference is noted, and the table made equal again. */
  private async together(one: Case, schema?: Schema): Promise<void> {
    this.statements++;
    const micros = this.micros();
    const [oracle, engine] = await Promise.all([play(this.oracle, one, micros), play(this.engine, one, micros)]);
    const found = compareSeen(oracle, engine, this.startMicros);
    const columns = schema?.tables.flatMap((table) => table.columns) ?? [];
    const descending = new Set(columns.filter((column) => column.descending).map((column) => column.name));
    const difference = found && { ...found, descending };
    const family = this.byFamily.get(one.family) ?? { sent: 0, accepted: 0, refused: 0, differed: 0 };
    this.byFamily.set(one.family, family);
    family.sent++;
    if (oracle.at(-1)!.answer.outcome instanceof CqlError) family.refused++;
    else family.accepted++;
    const history = this.histories.get(one.table ?? '') ?? [];
    if (!one.reads && !(oracle.at(-1)!.answer.outcome instanceof CqlError)) {
      history.push(detailed(one));
      this.histories.set(one.table ?? '', history);
    }
    if (difference === undefined) return;
    family.differed++;
    this.note(one, difference, history);
    const unequal = !one.reads && isError(oracle) !== isError(engine);
    if (schema !== undefined && (unequal || /rows|values/.test(difference.shape))) {
      for (const table of schema.tables) await this.bareBoth(`TRUNCATE ${table.keyspace}.${table.name}`);
      this.histories = new Map([...this.histories].map(([name, kept]) => [name, kept.slice(0, 1)]));
    }
  }

  private note(one: Case, difference: Difference, history: readonly string[]): void {
    const text = textOf(one);
    const explanation = explanationOf(text, difference);
    if (explanation !== undefined) {
      this.explained.set(explanation.name, (this.explained.get(explanation.name) ?? 0) + 1);
      return;
    }
    const key = `${/^\s*\w+/.exec(text)?.[0].trim().toUpperCase()} ${difference.step.replace(/page \d+/, 'page')}: ${difference.shape}`;
    const shape = this.shapes.get(key) ?? { count: 0, shape: key, examples: [] };
    this.shapes.set(key, shape);
    shape.count++;
    const isAboutRows = /rows|values|pages/.test(difference.shape);
    if (shape.examples.length < 3) {
      shape.examples.push({
        text: detailed(one),
        difference,
        history: isAboutRows ? history.slice(-historyKept) : history.slice(0, 1),
      });
    }
  }
}

const isError = (seen: readonly Seen[]): boolean => seen.at(-1)!.answer.outcome instanceof CqlError;

const ddlCase = (text: string, table?: string): Case => ({
  kind: 'statement',
  text,
  prepared: false,
  values: [],
  stamped: false,
  reads: false,
  family: 'ddl',
  ...(table === undefined ? {} : { table }),
});

function detailed(one: Case): string {
  const values = (list: readonly unknown[]) =>
    list
      .map((v) => (v instanceof Uint8Array ? `0x${Buffer.from(v).toString('hex')}` : v === null ? 'null' : 'unset'))
      .join(', ');
  if (one.kind === 'batch') {
    return `BATCH ${one.type}\n${one.children.map((c) => `      ${c.text} <- [${values(c.values)}]${c.prepared ? ' prepared' : ''}`).join('\n')}`;
  }
  const page = one.pageSize === undefined ? '' : ` page ${one.pageSize}`;
  return `${one.text}${one.values.length > 0 ? ` <- [${values(one.values)}]` : ''}${one.names ? ' by name' : ''}${one.prepared ? ' prepared' : ''}${page}`;
}

function reportText(run: Run): string {
  const shapes = [...run.shapes.values()].sort((a, b) => b.count - a.count);
  const lines: string[] = [];
  for (const { count, shape, examples } of shapes) {
    lines.push(`## ${count} x ${shape}`);
    for (const { text, difference, history } of examples) {
      for (const line of history) lines.push(`      | ${line}`);
      lines.push(`   ${text}`, `      oracle: ${difference.oracle}`, `      engine: ${difference.engine}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Gives the number of unexplained differences. */
export async function differential(options: RunOptions): Promise<number> {
  const run = new Run(options);
  const began = Date.now();
  await run.all();
  const seconds = Math.round((Date.now() - began) / 1000);
  const unexplained = [...run.shapes.values()].reduce((sum, { count }) => sum + count, 0);
  console.log(`${run.statements} statements in ${seconds} s, seed ${options.seed}`);
  for (const [family, { sent, accepted, refused, differed }] of run.byFamily) {
    console.log(
      `  ${family.padEnd(12)} ${sent} sent, ${accepted} accepted and ${refused} refused by Cassandra, ${differed} different`,
    );
  }
  for (const [name, count] of run.explained) console.log(`  explained ${count}: ${name}`);
  console.log(`  unexplained ${unexplained} of ${run.shapes.size} shapes`);
  if (options.report !== undefined) writeFileSync(options.report, reportText(run));
  return unexplained;
}

export { alike };
