// Drives the demo's load: open loop, so that a slow or refusing server does not slow the clients' wish to ask. What is under
// way is bounded; what comes on top is left out and counted.

import { seededRandom } from '../lib/seeded-random.js';
import { usage } from '../model/errors.js';
import type { CqlSession, PreparedCql } from '../ports/cql-session.js';
import type { Fleet } from '../ports/fleet.js';
import type { Random } from '../ports/random.js';
import { seedFleet } from './demo-fleet.js';
import { LOAD_SHAPES, type LoadShape } from './demo-shapes.js';
import { type Draw, STOCK } from './demo-stock.js';
import { onePlace } from './one-place.js';

export interface LoadInput {
  /** 1 is about 2,500 statements a second. */
  readonly scale: number;
  /** Sessions: over the wire each is a client with its own connections. */
  readonly clients: number;
  /** The same seed gives the same statements. */
  readonly seed: number;
  /** Until the fleet's signal when left out. */
  readonly seconds?: number;
  readonly timeoutMs: number;
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
  readonly fleet: Pick<Fleet, 'clock' | 'signal'>;
  readonly random: Random;
  readonly sessions: readonly CqlSession[];
  sent: number;
  answered: number;
  failed: number;
  leftOut: number;
  underWay: number;
}

/** Makes the demo's tables where they are not there yet, writes the stock, then runs until the signal or the time. */
export async function driveLoad(fleet: Fleet, input: LoadInput): Promise<LoadResult> {
  refuseRealService(fleet);
  if (!(input.scale > 0 && input.scale <= 100)) throw usage('The scale has to be above 0 and at most 100.');
  const place = onePlace(fleet);
  await seedFleet(fleet, { timeoutMs: input.timeoutMs });
  const sessions = await Promise.all(Array.from({ length: Math.max(1, input.clients) }, () => place.openSession()));
  const random = seededRandom(input.seed);
  const run: Run = { fleet, random, sessions, sent: 0, answered: 0, failed: 0, leftOut: 0, underWay: 0 };
  try {
    fleet.report('Writing the rows that reads will find.');
    await writeStock(run);
    fleet.report('Driving the load.');
    await driveShapes(run, input);
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
  const { sent, answered, failed, leftOut } = run;
  return { sent, answered, failed, leftOut };
}

/** A load costs money at the real service, and would hide what its users do. */
function refuseRealService(fleet: Fleet): void {
  const { target } = fleet;
  if (target.kind === 'local' || (target.endpoints.cql ?? target.endpoints.cqlOf) !== undefined) return;
  throw usage(`The target ${target.name} is the real service: the demo's load is for local engines.`, 'ks local start');
}

function drawOf(run: Run): Draw {
  return { random: run.random, nowMs: run.fleet.clock.wallMs(), serial: run.sent };
}

/** Failures are counted and left: the stock is a convenience, and provisioned tables may refuse a part of it. */
async function writeStock(run: Run): Promise<void> {
  const [session] = run.sessions;
  if (session === undefined) return;
  for (const stock of STOCK) {
    const prepared = await session.prepare(stock.cql);
    for (let from = 0; from < stock.count && !run.fleet.signal.aborted; from += STOCK_AT_ONCE) {
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
  const { clock, signal } = run.fleet;
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
  for (let waits = 0; waits < 20 && run.underWay > 0; waits++) await run.fleet.clock.sleep(STEP_MS);
}
