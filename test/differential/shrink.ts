// Plays a difference again on fresh keyspaces of both servers, and leaves out what it does not need: by halves, by
// quarters, at last one by one.

import { type Case, textOf } from './case.js';
import { compareSeen, type Difference } from './compare.js';
import { contextOf, type Finding, inKeyspace } from './journal.js';
import { play } from './play.js';
import { Stamps } from './stamps.js';
import type { WireClient } from './wire-client.js';

export interface Sides {
  readonly oracle: WireClient;
  readonly engine: WireClient;
}

/** The smallest sequence found, or that it does not come again. */
export interface Shrunk {
  readonly steps: readonly Case[];
  readonly difference: Difference;
}

type Compared = Omit<Difference, 'context'>;

const secondsMost = 25;
const tablesOf = (one: Case): ReadonlySet<string> => new Set(textOf(one).match(/\.(?:"T0"|[tx]\d)\b/g) ?? []);
const isSchema = (one: Case): boolean => /^\s*(?:CREATE|ALTER|DROP)\b/i.test(textOf(one));

export class Shrinker {
  readonly #sides: Sides;
  readonly #startMicros: bigint;
  readonly #stamps = new Stamps();
  #keyspaces = 0;

  constructor(sides: Sides, startMicros: bigint) {
    this.#sides = sides;
    this.#startMicros = startMicros;
  }

  /** Gives undefined when the whole sequence shows no difference any more. */
  async shrink(finding: Finding, isWanted: (difference: Difference) => boolean): Promise<Shrunk | undefined> {
    const wanted = tablesOf(finding.last);
    const relevant = finding.before.filter(
      (one) => /^\s*(?:CREATE|ALTER|DROP) TYPE/i.test(textOf(one)) || [...tablesOf(one)].some((t) => wanted.has(t)),
    );
    for (const before of relevant.length < finding.before.length ? [relevant, finding.before] : [relevant]) {
      const shrunk = await this.#shrinkFrom(finding, before, isWanted);
      if (shrunk !== undefined) return shrunk;
    }
    return this.#inOrder(finding, relevant, isWanted);
  }

  /** With changes of tables where they stood among the other statements: each try has a keyspace of its own. */
  async #inOrder(
    finding: Finding,
    before: readonly Case[],
    isWanted: (difference: Difference) => boolean,
  ): Promise<Shrunk | undefined> {
    const differs = async (steps: readonly Case[]): Promise<Difference | undefined> => {
      const keyspace = `${finding.keyspace}r${this.#keyspaces++}`;
      const ground = new Ground(this.#sides, finding.keyspace, keyspace, []);
      await ground.clear();
      for (const one of steps) await this.#both(inKeyspace(one, finding.keyspace, keyspace));
      const found = await this.#both(inKeyspace(finding.last, finding.keyspace, keyspace));
      await ground.drop();
      const difference = found && { ...found, context: contextOf(steps) };
      return difference !== undefined && isWanted(difference) ? difference : undefined;
    };
    const difference = await differs(before);
    return difference && (await this.#fewer(finding, before, difference, differs));
  }

  async #fewer(
    finding: Finding,
    before: readonly Case[],
    whole: Difference,
    differs: (steps: readonly Case[]) => Promise<Difference | undefined>,
  ): Promise<Shrunk> {
    const until = Date.now() + secondsMost * 1000;
    let steps = before;
    let difference = whole;
    for (let size = Math.max(1, steps.length); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let end = steps.length; end > 0 && Date.now() < until; end -= size) {
        const fewer = [...steps.slice(0, Math.max(0, end - size)), ...steps.slice(end)];
        const found = await differs(fewer);
        if (found === undefined) continue;
        steps = fewer;
        difference = found;
      }
    }
    return { steps: [...steps, finding.last], difference };
  }

  async #shrinkFrom(
    finding: Finding,
    before: readonly Case[],
    isWanted: (difference: Difference) => boolean,
  ): Promise<Shrunk | undefined> {
    const keyspace = `${finding.keyspace}r${this.#keyspaces++}`;
    const schema = before.filter(isSchema);
    const ground = new Ground(this.#sides, finding.keyspace, keyspace, schema);
    const differs = async (steps: readonly Case[]): Promise<Difference | undefined> => {
      await ground.clear();
      for (const one of steps) await this.#both(inKeyspace(one, finding.keyspace, keyspace));
      const found = await this.#both(inKeyspace(finding.last, finding.keyspace, keyspace));
      const difference = found && { ...found, context: contextOf([...schema, ...steps]) };
      return difference !== undefined && isWanted(difference) ? difference : undefined;
    };
    const rows = before.filter((one) => !isSchema(one));
    const difference = await differs(rows);
    const shrunk = difference && (await this.#fewer(finding, rows, difference, differs));
    await ground.drop();
    return shrunk && { ...shrunk, steps: [...schema, ...shrunk.steps] };
  }

  async #both(one: Case): Promise<Compared | undefined> {
    const micros = await this.#stamps.next(one);
    const [oracle, engine] = await Promise.all([
      play(this.#sides.oracle, one, micros),
      play(this.#sides.engine, one, micros),
    ]);
    this.#stamps.done(one);
    return compareSeen(oracle, engine, this.#startMicros);
  }
}

/** The keyspace that sequences are played in: emptied before each, and dropped at the end. Changes of tables are
 * part of it from the beginning. */
class Ground {
  readonly #sides: Sides;
  readonly #from: string;
  readonly #keyspace: string;
  readonly #schema: readonly Case[];
  #made = false;

  constructor(sides: Sides, from: string, keyspace: string, schema: readonly Case[]) {
    this.#sides = sides;
    this.#from = from;
    this.#keyspace = keyspace;
    this.#schema = schema;
  }

  async clear(): Promise<void> {
    if (this.#made) {
      const tables = new Set(
        this.#schema.flatMap((one) => /^CREATE TABLE [^.]*\.("?\w+"?)/.exec(textOf(one))?.[1] ?? []),
      );
      for (const table of tables) await this.#send(`TRUNCATE ${this.#keyspace}.${table}`);
      return;
    }
    this.#made = true;
    const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    await this.#send(`CREATE KEYSPACE ${this.#keyspace} WITH replication = ${replication}`);
    for (const one of this.#schema) await this.#send(textOf(inKeyspace(one, this.#from, this.#keyspace)));
  }

  drop(): Promise<void> {
    return this.#send(`DROP KEYSPACE ${this.#keyspace}`);
  }

  async #send(text: string): Promise<void> {
    const parameters = { consistency: 6, skipMetadata: false } as const;
    await Promise.all([this.#sides.oracle.query(text, parameters), this.#sides.engine.query(text, parameters)]);
  }
}
