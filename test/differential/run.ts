// The differential run: episodes of random statements against an Apache Cassandra and the engine, differences gathered by
// shape. Bundled and started by scripts/differential.mjs.

import { readFileSync, writeFileSync } from 'node:fs';
import { CqlError } from '../../src/core/engine/cql-error.js';
import { type Case, textOf } from './case.js';
import { compareSeen, type Difference } from './compare.js';
import { Dice } from './dice.js';
import { explanationOf } from './explained.js';
import { follow } from './follow.js';
import { nextCase } from './generate.js';
import { type Finding, findingsFromText, findingsToText, Journal } from './journal.js';
import { play, type Seen } from './play.js';
import { Shapes, shapeKey } from './report.js';
import { createTable, createType, makeSchema, type Schema } from './schemas.js';
import { Shrinker } from './shrink.js';
import { Stamps } from './stamps.js';
import { WireClient } from './wire-client.js';

interface Address {
  readonly host: string;
  readonly port: number;
}

export interface RunOptions {
  readonly oracle: Address;
  readonly engine: Address;
  readonly statements: number;
  readonly seed: number;
  /** Where the list of unexplained cases goes; the cases themselves go beside it, for `replay`. */
  readonly report?: string;
  /** Families to send, all without it. */
  readonly families?: readonly string[];
  readonly shrinks: boolean;
}

const perEpisode = 1500;

class Run {
  readonly options: RunOptions;
  readonly shapes = new Shapes();
  readonly explainedShapes = new Shapes();
  readonly explained = new Map<string, number>();
  readonly byFamily = new Map<string, { sent: number; accepted: number; refused: number; differed: number }>();
  readonly startMicros = BigInt(Date.now()) * 1000n - 1_000_000n;
  statements = 0;
  private readonly stamps = new Stamps();
  private journal = new Journal();
  /** A difference was seen that the tables may keep. */
  private apart = false;
  private oracle!: WireClient;
  private engine!: WireClient;

  constructor(options: RunOptions) {
    this.options = options;
  }

  async all(): Promise<void> {
    const { oracle, engine, statements, seed } = this.options;
    [this.oracle, this.engine] = await openBoth(oracle, engine);
    for (let episode = 0; this.statements < statements; episode++) {
      await this.episode(new Dice(seed * 100_003 + episode), episode);
      this.writeReports();
      console.error(`${this.statements} statements, ${this.shapes.total} unexplained`);
    }
    this.oracle.close();
    this.engine.close();
  }

  /** Also while it runs, for those who wait. */
  writeReports(): void {
    const { report } = this.options;
    if (report === undefined) return;
    writeReport(report, this.shapes);
    writeFileSync(`${report}.explained`, `${this.statements} statements\n${this.explainedShapes.text()}`);
  }

  private async episode(dice: Dice, number: number): Promise<void> {
    const schema = makeSchema(dice, `d${this.options.seed}_${number}`);
    await this.bareBoth(`DROP KEYSPACE IF EXISTS ${schema.keyspace}`);
    await this.bareBoth(`DROP KEYSPACE IF EXISTS ${schema.keyspace}z`);
    this.journal = new Journal();
    const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    await this.together(ddlCase(`CREATE KEYSPACE ${schema.keyspace} WITH replication = ${replication}`));
    for (const type of schema.types) await this.together(ddlCase(createType(type)));
    for (const table of schema.tables) await this.together(ddlCase(createTable(dice, table), table.name));
    const until = Math.min(this.options.statements, this.statements + perEpisode);
    let waiting: Case[] = [];
    // a broken statement may drop the keyspace
    while (this.statements < until && schema.tables.length > 0) {
      const one = nextCase(dice, schema);
      if (this.options.families?.includes(one.family) === false) continue;
      if (one.reads) {
        waiting.push(one);
        if (waiting.length < 48) continue;
        await this.readAll(waiting, schema);
        waiting = [];
        continue;
      }
      await this.readAll(waiting, schema);
      waiting = [];
      await this.together(one, schema);
      await this.makeEqual(schema);
      if (one.family === 'ddl') await follow(this.oracle, schema);
    }
    await this.readAll(waiting, schema);
    await this.bareBoth(`DROP KEYSPACE IF EXISTS ${schema.keyspace}`);
    await this.bareBoth(`DROP KEYSPACE IF EXISTS ${schema.keyspace}z`);
  }

  private async bareBoth(text: string): Promise<void> {
    const parameters = { consistency: 6, skipMetadata: false } as const;
    await Promise.all([this.oracle.query(text, parameters), this.engine.query(text, parameters)]);
  }

  /** One case to both; a difference is noted. */
  private async together(one: Case, schema?: Schema): Promise<void> {
    this.statements++;
    const micros = await this.stamps.next(one);
    const [oracle, engine] = await Promise.all([play(this.oracle, one, micros), play(this.engine, one, micros)]);
    this.stamps.done(one);
    const found = compareSeen(oracle, engine, this.startMicros);
    const difference = found && { ...found, context: this.journal.context() };
    const family = this.byFamily.get(one.family) ?? { sent: 0, accepted: 0, refused: 0, differed: 0 };
    this.byFamily.set(one.family, family);
    family.sent++;
    if (oracle.at(-1)!.answer.outcome instanceof CqlError) family.refused++;
    else family.accepted++;
    if (!one.reads && !(oracle.at(-1)!.answer.outcome instanceof CqlError) && !isKeyspace(one)) this.journal.add(one);
    if (!one.reads && !isError(oracle) && drawsItself(one)) this.apart = true;
    if (difference === undefined) return;
    family.differed++;
    this.note(one, difference, schema?.keyspace ?? '');
    const unequal = !one.reads && isError(oracle) !== isError(engine);
    if (unequal || /rows|values/.test(difference.shape)) this.apart = true;
  }

  /** Empties the tables when they are no longer alike; with nothing in flight. */
  private async makeEqual(schema: Schema): Promise<void> {
    if (!this.apart) return;
    for (const table of schema.tables) await this.bareBoth(`TRUNCATE ${table.keyspace}.${table.name}`);
    this.journal.emptied();
    this.apart = false;
  }

  private async readAll(reads: readonly Case[], schema: Schema): Promise<void> {
    await Promise.all(reads.map((read) => this.together(read, schema)));
    await this.makeEqual(schema);
  }

  private note(one: Case, difference: Difference, keyspace: string): void {
    const explanation = explanationOf(textOf(one), difference);
    if (explanation !== undefined) {
      this.explained.set(explanation.name, (this.explained.get(explanation.name) ?? 0) + 1);
      this.explainedShapes.note(one, difference, () => this.journal.finding(keyspace, one), `${explanation.name}: `);
      return;
    }
    this.shapes.note(one, difference, () => this.journal.finding(keyspace, one));
  }
}

const openBoth = (oracle: Address, engine: Address): Promise<[WireClient, WireClient]> =>
  Promise.all([WireClient.open(oracle.host, oracle.port), WireClient.open(engine.host, engine.port)]);

const isError = (seen: readonly Seen[]): boolean => seen.at(-1)!.answer.outcome instanceof CqlError;

/** Writes what each server takes from its own clock or chance. */
const drawsItself = (one: Case): boolean => /\b(?:now|uuid|current\w+)\s*\(/i.test(textOf(one));

/** Of keyspaces, which a replay names by itself. */
const isKeyspace = (one: Case): boolean => /^\s*(?:CREATE|DROP) KEYSPACE/i.test(textOf(one));

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

/** Looks for the smallest sequence behind each example. */
async function shrinkAll(run: Run): Promise<void> {
  const [oracle, engine] = await openBoth(run.options.oracle, run.options.engine);
  const shrinker = new Shrinker({ oracle, engine }, run.startMicros);
  for (const example of run.shapes.examples()) {
    const { finding } = example;
    const key = shapeKey(finding.last, example.difference);
    const shrunk = await shrinker.shrink(finding, (difference) => shapeKey(finding.last, difference) === key);
    example.shrunk = shrunk ?? 'not again';
  }
  oracle.close();
  engine.close();
}

/** Plays the cases of an earlier report again; gives the number that still differ without an explanation. */
export async function replay(file: string, options: Pick<RunOptions, 'oracle' | 'engine' | 'report'>): Promise<number> {
  const [oracle, engine] = await openBoth(options.oracle, options.engine);
  const shrinker = new Shrinker({ oracle, engine }, BigInt(Date.now()) * 1000n - 1_000_000n);
  const shapes = new Shapes();
  const findings = findingsFromText(readFileSync(file, 'utf8'));
  for (const finding of findings) {
    const shrunk = await shrinker.shrink(
      finding,
      (difference) => explanationOf(textOf(finding.last), difference) === undefined,
    );
    if (shrunk === undefined) continue;
    shapes.note(finding.last, shrunk.difference, () => ({
      keyspace: finding.keyspace,
      before: shrunk.steps.slice(0, -1),
      last: finding.last,
    }));
  }
  for (const example of shapes.examples())
    example.shrunk = { steps: [...example.finding.before, example.finding.last], difference: example.difference };
  oracle.close();
  engine.close();
  console.log(`${findings.length} cases played again, ${shapes.total} differ`);
  if (options.report !== undefined) writeReport(options.report, shapes);
  return shapes.total;
}

function writeReport(file: string, shapes: Shapes): void {
  writeFileSync(file, shapes.text());
  const findings: Finding[] = shapes.examples().map(({ finding, shrunk }) => {
    const steps = shrunk === undefined || shrunk === 'not again' ? undefined : shrunk.steps;
    return steps === undefined ? finding : { ...finding, before: steps.slice(0, -1) };
  });
  writeFileSync(`${file}.cases`, findingsToText(findings));
}

/** Gives the number of unexplained differences. */
export async function differential(options: RunOptions): Promise<number> {
  const run = new Run(options);
  const began = Date.now();
  await run.all();
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${run.statements} statements in ${seconds} s, seed ${options.seed}`);
  for (const [family, { sent, accepted, refused, differed }] of run.byFamily) {
    console.log(
      `  ${family.padEnd(12)} ${sent} sent, ${accepted} accepted and ${refused} refused by Cassandra, ${differed} different`,
    );
  }
  for (const [name, count] of run.explained) console.log(`  explained ${count}: ${name}`);
  console.log(`  unexplained ${run.shapes.total} of ${run.shapes.size} shapes`);
  if (!options.shrinks) return run.shapes.total;
  await shrinkAll(run);
  if (options.report !== undefined) writeReport(options.report, run.shapes);
  return run.shapes.total;
}
