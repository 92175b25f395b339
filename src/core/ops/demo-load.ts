// Drives the demo's load: open loop, so that a slow or refusing server does not slow the clients' wish to ask. What is under
// way is bounded; what comes on top is left out and counted.

import type { Clock } from '../ports/clock.js';
import type { CqlSession, PreparedCql } from '../ports/cql-session.js';
import type { Random } from '../ports/random.js';
import { type Draw, LOAD_SHAPES, type LoadShape, STOCK } from './demo-shapes.js';

export interface LoadDeps {
  /** One client; called once for each. */
  readonly openSession: () => Promise<CqlSession>;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends the load. */
  readonly signal: AbortSignal;
  report(sentence: string): void;
}

export interface LoadInput {
  /** 1 is about 1,600 statements a second. */
  readonly scale: number;
  readonly clients: number;
  /** Until the signal when left out. */
  readonly seconds?: number;
}

export interface LoadResult {
  readonly sent: number;
  readonly answered: number;
  /** Refused or failed, most of them throttled on purpose. */
  readonly failed: number;
  /** Left out because too many were under way. */
  readonly leftOut: number;
}

const STEP_MS = 50;
/** Statements under way, all clients together: more would only measure the queue. */
const UNDER_WAY_MAX = 512;
const STOCK_AT_ONCE = 32;

interface Run {
  readonly deps: LoadDeps;
  readonly sessions: readonly CqlSession[];
  sent: number;
  answered: number;
  failed: number;
  leftOut: number;
  underWay: number;
}

/** Writes the stock, then runs until the signal or the time. */
export async function driveLoad(deps: LoadDeps, input: LoadInput): Promise<LoadResult> {
  const sessions = await Promise.all(Array.from({ length: Math.max(1, input.clients) }, () => deps.openSession()));
  const run: Run = { deps, sessions, sent: 0, answered: 0, failed: 0, leftOut: 0, underWay: 0 };
  try {
    deps.report('writing the stock that reads will find');
    await writeStock(run);
    deps.report('driving the load');
    await driveShapes(run, input);
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
  const { sent, answered, failed, leftOut } = run;
  return { sent, answered, failed, leftOut };
}

function drawOf(run: Run): Draw {
  return { random: run.deps.random, nowMs: run.deps.clock.wallMs(), serial: run.sent };
}

/** Failures are counted and left: the stock is a convenience, and provisioned tables may refuse a part of it. */
async function writeStock(run: Run): Promise<void> {
  const [session] = run.sessions;
  if (session === undefined) return;
  for (const stock of STOCK) {
    const prepared = await session.prepare(stock.cql);
    for (let from = 0; from < stock.count && !run.deps.signal.aborted; from += STOCK_AT_ONCE) {
      const upTo = Math.min(stock.count, from + STOCK_AT_ONCE);
      const chunk: Promise<void>[] = [];
      for (let index = from; index < upTo; index++) chunk.push(send(run, prepared, stock.values(index, drawOf(run))));
      await Promise.all(chunk);
    }
  }
}

async function send(run: Run, prepared: PreparedCql, values: Parameters<PreparedCql['execute']>[0]): Promise<void> {
  run.sent++;
  run.underWay++;
  try {
    await prepared.execute(values);
    run.answered++;
  } catch {
    // a refused statement is what the demo wants to show: the server counts it by cause
    run.failed++;
  } finally {
    run.underWay--;
  }
}

interface Driven {
  readonly shape: LoadShape;
  readonly prepared: PreparedCql;
  /** Statements owed since the start: whole ones are sent, the rest is kept. */
  owed: number;
}

async function driveShapes(run: Run, input: LoadInput): Promise<void> {
  const { clock, signal } = run.deps;
  const driven = await Promise.all(
    LOAD_SHAPES.map(async (shape, index): Promise<Driven> => {
      const session = run.sessions[index % run.sessions.length] as CqlSession;
      return { shape, prepared: await session.prepare(shape.cql), owed: 0 };
    }),
  );
  const startNs = clock.monotonicNs();
  let lastSeconds = 0;
  while (!signal.aborted) {
    await clock.sleep(STEP_MS, signal);
    const seconds = Number(clock.monotonicNs() - startNs) / 1e9;
    if (input.seconds !== undefined && seconds >= input.seconds) break;
    // a step longer than a second (the machine slept) is not made up for
    const step = Math.min(1, seconds - lastSeconds);
    lastSeconds = seconds;
    for (const one of driven) sendOwed(run, one, one.shape.rate(seconds) * step * input.scale);
  }
  await settle(run);
}

function sendOwed(run: Run, driven: Driven, more: number): void {
  driven.owed += more;
  while (driven.owed >= 1) {
    driven.owed -= 1;
    if (run.underWay >= UNDER_WAY_MAX) {
      run.leftOut++;
      continue;
    }
    void send(run, driven.prepared, driven.shape.values(drawOf(run)));
  }
}

/** Waits a little for what is under way, so that closing a client cuts nothing off. */
async function settle(run: Run): Promise<void> {
  for (let waits = 0; waits < 20 && run.underWay > 0; waits++) await run.deps.clock.sleep(STEP_MS);
}
