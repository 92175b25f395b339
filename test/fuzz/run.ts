// The fuzz itself: epochs of a fresh engine each, damaged frames and damaged statements in turn, findings once a cause,
// and the heap after each epoch.

import { Opcode } from '../../src/core/engine/protocol/opcodes.js';
import { Dice } from '../differential/dice.js';
import { Arena, type ArenaOptions, type Client, faultOf } from './arena.js';
import { statements as corpus, paged, withMarkers } from './corpus.js';
import {
  frame,
  type Known,
  type PreparedStatement,
  pageQuery,
  pagingStateOf,
  prepare,
  query,
  randomFrame,
  readPrepared,
  unknown,
  values,
} from './frames.js';
import { mutateBytes, mutateText, randomBytes } from './mutate.js';

export interface FuzzOptions {
  readonly root: string;
  readonly seed: number;
  readonly frames: number;
  readonly statements: number;
  readonly store: ArenaOptions['store'];
  /** Requests between two fresh engines. */
  readonly epoch?: number;
  /** Collects garbage; heaps are only compared when there is one. */
  readonly collect?: () => void;
  readonly progress?: (line: string) => void;
}
export interface Finding {
  readonly what: string;
  readonly why: string;
}
export interface FuzzResult {
  readonly frames: number;
  readonly statements: number;
  readonly answers: number;
  readonly errors: number;
  readonly closed: number;
  readonly findings: readonly Finding[];
  /** Bytes of heap in use after each epoch, in order. */
  readonly heaps: readonly number[];
  /** Processor time of the longest turn. */
  readonly slowestMs: number;
}

const perTurn = 32;
const shownCharacters = 40_000;
const keptPrepared = 300;
const keptStates = 100;
const longestTurnMs = 5000;

export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { frames, statements, epoch = 20_000 } = options;
  const run = new FuzzRun(options);
  let left = { frames, statements };
  for (let number = 0; left.frames + left.statements > 0; number++) {
    const now = { frames: Math.min(left.frames, epoch), statements: Math.min(left.statements, epoch) };
    await run.epoch(number, now);
    left = { frames: left.frames - now.frames, statements: left.statements - now.statements };
    options.progress?.(run.line(number));
  }
  return run.result();
}

class FuzzRun {
  readonly #options: FuzzOptions;
  readonly #dice: Dice;
  readonly #texts: readonly string[];
  /** Given with pages, oldest overwritten. */
  readonly #states: Buffer[] = [];
  readonly #found = new Map<string, Finding>();
  readonly #heaps: number[] = [];
  #frames = 0;
  #statements = 0;
  #answers = 0;
  #errors = 0;
  #closed = 0;
  #slowestMs = 0;

  constructor(options: FuzzOptions) {
    this.#options = options;
    this.#dice = new Dice(options.seed);
    this.#texts = corpus(options.root);
  }

  async epoch(number: number, count: { readonly frames: number; readonly statements: number }): Promise<void> {
    const compat = number % 2 === 0 ? 'keyspaces' : 'cassandra';
    const arena = await Arena.open({ compat, store: this.#options.store });
    const prepared: PreparedStatement[] = [];
    try {
      await this.#statementsOf(arena, count.statements, prepared);
      await this.#framesOf(arena, count.frames, { texts: this.#texts, prepared });
      if (!(await arena.answers())) this.#note('a probe after the epoch', 'was not answered');
    } finally {
      await arena.close();
    }
    this.#options.collect?.();
    this.#heaps.push(process.memoryUsage().heapUsed);
  }

  async #statementsOf(arena: Arena, count: number, prepared: PreparedStatement[]): Promise<void> {
    const dice = this.#dice;
    let client = await this.#enter(arena);
    for (const text of withMarkers) await this.#learn(client, text, prepared);
    for (let done = 0; done < count; done += perTurn) {
      const texts = Array.from({ length: Math.min(perTurn, count - done) }, () => {
        const text = dice.pick(this.#texts);
        return dice.chance(0.25) ? text : mutateText(dice, text, dice.pick(this.#texts));
      });
      const requests = texts.map((text, stream) => this.#request(text, stream, prepared));
      await this.#turn(arena, client, Buffer.concat(requests), (stream) => texts[stream] ?? '');
      this.#statements += texts.length;
      const last = texts.at(-1);
      if (last !== undefined && !client.ended) await this.#learn(client, last, prepared);
      if (client.ended || dice.chance(0.01)) {
        client.close();
        client = await this.#enter(arena);
      }
    }
    client.close();
  }

  #request(text: string, stream: number, prepared: readonly PreparedStatement[]): Buffer {
    const dice = this.#dice;
    const kind = dice.below(10);
    if (kind === 0) return prepare(text, stream);
    if (kind === 4) {
      const state = this.#states.length > 0 && dice.chance(0.8) ? dice.pick(this.#states) : undefined;
      const damaged = state !== undefined && dice.chance(0.6) ? mutateBytes(dice, state) : state;
      return pageQuery(dice, dice.pick(paged), stream, damaged);
    }
    if (kind <= 3 && prepared.length > 0) {
      const { id, types } = dice.pick(prepared);
      const head = Buffer.from([0, id.length, ...id, 0, 6, 1]);
      return frame(Opcode.execute, Buffer.concat([head, values(dice, types)]), stream);
    }
    const markers = text.split('?').length - 1;
    if (markers > 0 && dice.chance(0.8))
      return query(text, stream, Buffer.concat([Buffer.from([0, 6, 1]), values(dice, unknown(markers))]));
    return query(text, stream);
  }

  async #framesOf(arena: Arena, count: number, known: Known): Promise<void> {
    const dice = this.#dice;
    let client = arena.connect();
    for (let done = 0; done < count; ) {
      if (client.ended || client.waiting || dice.chance(0.02)) {
        client.close();
        client = dice.chance(0.1) ? arena.connect() : await this.#enter(arena);
      }
      const number = Math.min(dice.between(1, 8), count - done);
      const requests = Array.from({ length: number }, (_, stream) => {
        const whole = dice.chance(0.02) ? randomBytes(dice, dice.below(60)) : randomFrame(dice, known, stream);
        return dice.chance(0.6) ? mutateBytes(dice, whole) : whole;
      });
      const bytes = Buffer.concat(requests);
      const cuts = dice.chance(0.3) ? [dice.below(bytes.length + 1), dice.below(bytes.length + 1)] : [];
      await this.#turn(arena, client, bytes, () => bytes.toString('hex'), cuts);
      this.#frames += number;
      done += number;
    }
    client.close();
  }

  /** One sending and what comes of it. */
  async #turn(
    arena: Arena,
    client: Client,
    bytes: Buffer,
    whatOf: (stream: number) => string,
    cuts: readonly number[] = [],
  ): Promise<void> {
    // of the processor, not of the clock: other programs may be at work
    const started = process.cpuUsage();
    try {
      for (const answer of await client.ask(bytes, cuts)) {
        this.#answers += 1;
        if (answer.opcode === Opcode.error) this.#errors += 1;
        if (answer.opcode === Opcode.result) this.#keepState(answer.body);

        const fault = faultOf(answer);
        if (fault === undefined) continue;
        const cause = arena.unforeseen.shift();
        this.#note(whatOf(answer.stream), cause?.stack ?? fault);
      }
    } catch (error) {
      this.#note(whatOf(0), (error as Error).stack ?? String(error));
      client.ended = true;
    }
    for (const error of arena.unforeseen.splice(0)) this.#note(whatOf(0), error.stack ?? String(error));
    if (client.ended) this.#closed += 1;
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1000;
    this.#slowestMs = Math.max(this.#slowestMs, took);
    if (took > longestTurnMs) {
      const times = `${Math.round(user / 1000)} ms of it in user mode`;
      // any of the turn's requests may be the slow one
      const all = new Set(Array.from({ length: perTurn }, (_, stream) => whatOf(stream)));
      this.#note([...all].join('\n'), `took ${Math.round(took)} ms of the processor, ${times}`);
    }
  }

  async #enter(arena: Arena): Promise<Client> {
    const client = arena.connect();
    await client.enter();
    return client;
  }

  /** Prepares, and remembers the id and how many values are wanted. */
  async #learn(client: Client, text: string, prepared: PreparedStatement[]): Promise<void> {
    const [answer] = await client.ask(prepare(text, 999)).catch(() => []);
    if (answer?.opcode !== Opcode.result || answer.body.readInt32BE(0) !== 4) return;
    const entry = readPrepared(answer.body);
    if (prepared.length < keptPrepared) prepared.push(entry);
    else prepared[this.#dice.below(keptPrepared)] = entry;
  }

  #keepState(body: Buffer): void {
    const state = body.length > 8 ? pagingStateOf(body) : undefined;
    if (state === undefined) return;
    if (this.#states.length < keptStates) this.#states.push(state);
    else this.#states[this.#dice.below(keptStates)] = state;
  }

  #note(what: string, why: string): void {
    // one finding a cause: the message without its particulars, and the place
    const lines = why.split('\n');
    const place = lines.find((line) => line.trimStart().startsWith('at ')) ?? '';
    const key = `${lines[0]!.replaceAll(/[\d']+[^ ]*/g, '')}${place}`;
    if (this.#found.has(key)) return;
    const finding = { what: what.slice(0, shownCharacters), why: lines.slice(0, 12).join('\n') };
    this.#found.set(key, finding);
    // at once: a run of hours may be broken off
    this.#options.progress?.(`FOUND ${finding.what}\n${finding.why}`);
  }

  line(number: number): string {
    const heap = (this.#heaps.at(-1)! / 2 ** 20).toFixed(1);
    const sent = `${this.#statements} statements, ${this.#frames} frames`;
    return `epoch ${number}: ${sent}, ${this.#answers} answers, ${this.#found.size} findings, heap ${heap} MiB`;
  }

  result(): FuzzResult {
    return {
      frames: this.#frames,
      statements: this.#statements,
      answers: this.#answers,
      errors: this.#errors,
      closed: this.#closed,
      findings: [...this.#found.values()],
      heaps: this.#heaps,
      slowestMs: Math.round(this.#slowestMs),
    };
  }
}
