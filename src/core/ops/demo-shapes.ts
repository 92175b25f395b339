// What the demo's clients do: for each table its statements, how often they come at a moment, and their values. Pure: all
// chance comes in through the Random port, all time as a number.

import type { CqlValue } from '../model/cql-value.js';
import type { Random } from '../ports/random.js';
import { blob, CUSTOMERS, DEVICES, type Draw, iso, PRODUCTS, pick, USERS } from './demo-stock.js';

export interface LoadShape {
  readonly name: string;
  readonly cql: string;
  /** Statements per second, `seconds` after the start of the run. */
  readonly rate: (seconds: number) => number;
  readonly values: (draw: Draw) => readonly CqlValue[];
}

/** A day of the demo, in seconds: long enough to watch a curve, short enough to see the next one. */
export const DEMO_DAY_SECONDS = 150;

/** `mean` with a swing of `share` over a demo day. */
export function diurnal(mean: number, share: number, phase = 0): (seconds: number) => number {
  return (seconds) => mean * (1 + share * Math.sin((2 * Math.PI * seconds) / DEMO_DAY_SECONDS + phase));
}

/** `base`, and `peak` for `length` seconds of every `every`. */
export function bursts(
  base: number,
  peak: number,
  cycle: { every: number; length: number; offset?: number },
): (seconds: number) => number {
  return (seconds) => ((seconds + (cycle.offset ?? 0)) % cycle.every < cycle.length ? peak : base);
}

const steady = (rate: number) => () => rate;

/** Small numbers come far more often than large ones. */
function skewed(random: Random, below: number): number {
  const share = random.integer(1_000_000) / 1_000_000;
  return Math.floor(share * share * share * below);
}

const device = (random: Random) => `device-${String(random.integer(DEVICES)).padStart(4, '0')}`;
const product = (random: Random) => `product-${String(skewed(random, PRODUCTS)).padStart(4, '0')}`;
const customer = (random: Random) => `customer-${String(skewed(random, CUSTOMERS)).padStart(4, '0')}`;
const user = (random: Random) => `user-${String(random.integer(USERS)).padStart(4, '0')}`;
const isoDay = (nowMs: number) => new Date(nowMs).toISOString().slice(0, 10);
const tenths = (random: Random, from: number, to: number) => from + random.integer((to - from) * 10) / 10;

/** Telemetry rows cost two write units each: at midday they ask for more than the table has. */
const IOT: readonly LoadShape[] = [
  {
    name: 'telemetry writes',
    cql: 'INSERT INTO iot.telemetry (device, day, at, temperature, humidity, battery, payload) VALUES (?, ?, ?, ?, ?, ?, ?)',
    // the run begins near midday
    rate: diurnal(250, 0.5, 1.2),
    values: ({ random, nowMs }) => [
      device(random),
      isoDay(nowMs),
      iso(nowMs),
      tenths(random, 14, 31),
      tenths(random, 20, 80),
      random.integer(100),
      blob(random, 1_100, 1_700),
    ],
  },
  {
    name: 'telemetry reads',
    cql: 'SELECT at, temperature, humidity FROM iot.telemetry WHERE device = ? AND day = ? LIMIT 5',
    rate: diurnal(110, 0.3),
    values: ({ random, nowMs }) => [device(random), isoDay(nowMs)],
  },
  {
    name: 'device reads',
    cql: 'SELECT model, firmware, owner, settings FROM iot.devices WHERE device = ?',
    rate: diurnal(420, 0.3, 1),
    values: ({ random }) => [device(random)],
  },
  {
    name: 'device updates',
    cql: 'UPDATE iot.devices SET firmware = ?, seen = ? WHERE device = ?',
    rate: steady(12),
    values: ({ random, nowMs }) => [`4.${random.integer(9)}.${random.integer(30)}`, iso(nowMs), device(random)],
  },
  {
    name: 'alert writes',
    cql: 'INSERT INTO iot.alerts (site, at, device, severity, message) VALUES (?, ?, ?, ?, ?)',
    rate: bursts(18, 140, { every: 45, length: 8, offset: 20 }),
    values: ({ random, nowMs }) => [
      `site-${random.integer(24)}`,
      iso(nowMs),
      device(random),
      random.integer(5),
      pick(random, ['battery low', 'no signal', 'door open', 'temperature high']),
    ],
  },
  {
    name: 'alert reads',
    cql: 'SELECT at, device, severity, message FROM iot.alerts WHERE site = ? LIMIT 20',
    rate: diurnal(36, 0.2, 2),
    values: ({ random }) => [`site-${random.integer(24)}`],
  },
  {
    name: 'rollup writes',
    cql: 'INSERT INTO iot.rollup_1h (device, metric, hour, low, high, mean, samples) VALUES (?, ?, ?, ?, ?, ?, ?)',
    rate: bursts(4, 60, { every: 30, length: 4 }),
    values: ({ random, nowMs }) => [
      device(random),
      pick(random, ['temperature', 'humidity']),
      iso(nowMs - (nowMs % 3_600_000)),
      tenths(random, 5, 15),
      tenths(random, 20, 35),
      tenths(random, 15, 20),
      BigInt(random.integer(3_600)),
    ],
  },
];

const WEB: readonly LoadShape[] = [
  {
    name: 'session writes',
    cql: 'INSERT INTO web.sessions (session, account, started, attributes) VALUES (?, ?, ?, ?) USING TTL 900',
    rate: diurnal(60, 0.4, 3),
    values: ({ random, nowMs }) => [
      `session-${random.integer(20_000)}`,
      user(random),
      iso(nowMs),
      new Map([['agent', pick(random, ['phone', 'tablet', 'laptop'])]]),
    ],
  },
  {
    name: 'session reads',
    cql: 'SELECT account, started, attributes FROM web.sessions WHERE session = ?',
    rate: diurnal(520, 0.4, 3),
    values: ({ random }) => [`session-${random.integer(20_000)}`],
  },
  {
    name: 'clicks',
    cql: 'INSERT INTO web.clickstream (page, day, at, visitor, event, body) VALUES (?, ?, ?, ?, ?, ?)',
    rate: diurnal(80, 0.3, 4),
    values: ({ random, nowMs, serial }) => [
      `/${pick(random, ['shop', 'cart', 'help', 'search', 'account'])}/${random.integer(40)}`,
      isoDay(nowMs),
      iso(nowMs),
      `visitor-${serial}`,
      pick(random, ['view', 'scroll', 'press']),
      blob(random, 200, 900),
    ],
  },
  {
    // one page, one partition, large rows: over the 1,000 write units/s that a partition has, far below the table's limit
    name: 'clicks on the home page during a sale',
    cql: 'INSERT INTO web.clickstream (page, day, at, visitor, event, body) VALUES (?, ?, ?, ?, ?, ?)',
    rate: bursts(2, 75, { every: 90, length: 24, offset: 60 }),
    values: ({ random, nowMs, serial }) => [
      '/',
      isoDay(nowMs),
      iso(nowMs),
      `visitor-${serial}`,
      'view',
      blob(random, 15_000, 17_000),
    ],
  },
];

const SHOP: readonly LoadShape[] = [
  {
    name: 'catalogue reads',
    cql: 'SELECT title, price, labels, description FROM shop.catalogue WHERE product = ?',
    rate: diurnal(520, 0.35, 4),
    values: ({ random }) => [product(random)],
  },
  {
    name: 'price changes',
    cql: 'UPDATE shop.catalogue SET price = ? WHERE product = ?',
    rate: steady(3),
    values: ({ random }) => [`${1 + random.integer(400)}.${10 + random.integer(89)}`, product(random)],
  },
  {
    name: 'orders of two lines in a batch',
    cql: [
      'BEGIN UNLOGGED BATCH',
      'INSERT INTO shop.orders (customer, placed, line, product, quantity, price) VALUES (?, ?, 1, ?, ?, ?);',
      'INSERT INTO shop.orders (customer, placed, line, product, quantity, price) VALUES (?, ?, 2, ?, ?, ?);',
      'APPLY BATCH',
    ].join(' '),
    rate: diurnal(28, 0.5, 4),
    values: ({ random, nowMs }) => {
      const who = customer(random);
      const line = (): CqlValue[] => [product(random), 1 + random.integer(4), `${1 + random.integer(90)}.99`];
      return [who, iso(nowMs), ...line(), who, iso(nowMs), ...line()];
    },
  },
  {
    name: 'order reads',
    cql: 'SELECT placed, line, product, quantity, price FROM shop.orders WHERE customer = ? LIMIT 10',
    rate: diurnal(70, 0.4, 4),
    values: ({ random }) => [customer(random)],
  },
  {
    name: 'new carts',
    cql: 'INSERT INTO shop.carts (customer, items, version, changed) VALUES (?, ?, 1, ?) IF NOT EXISTS',
    rate: steady(12),
    values: ({ random, nowMs }) => [customer(random), new Map([[product(random), 1]]), iso(nowMs)],
  },
  {
    name: 'cart changes under a condition',
    cql: 'UPDATE shop.carts SET version = ?, changed = ? WHERE customer = ? IF version = ?',
    rate: diurnal(22, 0.4, 4),
    values: ({ random, nowMs }) => {
      const version = random.integer(3);
      return [version + 1, iso(nowMs), customer(random), version];
    },
  },
  {
    name: 'cart reads',
    cql: 'SELECT items, version FROM shop.carts WHERE customer = ?',
    rate: diurnal(220, 0.4, 4),
    values: ({ random }) => [customer(random)],
  },
  {
    name: 'stock movements',
    cql: 'UPDATE shop.inventory SET movements = movements + ? WHERE product = ? AND warehouse = ?',
    rate: diurnal(30, 0.3, 5),
    values: ({ random }) => [BigInt(random.integer(9) - 4), product(random), pick(random, ['north', 'south', 'west'])],
  },
  {
    name: 'stock reads',
    cql: 'SELECT warehouse, movements FROM shop.inventory WHERE product = ?',
    rate: diurnal(50, 0.3, 5),
    values: ({ random }) => [product(random)],
  },
];

const REST: readonly LoadShape[] = [
  {
    name: 'logins',
    cql: 'SELECT mail, hash, roles FROM auth.users WHERE name = ?',
    rate: diurnal(130, 0.5, 3),
    values: ({ random }) => [user(random)],
  },
  {
    name: 'audit records',
    cql: 'INSERT INTO ops.audit_log (day, at, actor, action, target) VALUES (?, ?, ?, ?, ?)',
    rate: steady(14),
    values: ({ random, nowMs }) => [
      isoDay(nowMs),
      iso(nowMs),
      user(random),
      pick(random, ['login', 'grant', 'export', 'delete']),
      pick(random, ['report', 'account', 'device']),
    ],
  },
  {
    name: 'audit reviews',
    cql: 'SELECT at, actor, action, target FROM ops.audit_log WHERE day = ? LIMIT 50',
    rate: steady(2),
    values: ({ nowMs }) => [isoDay(nowMs)],
  },
];

export const LOAD_SHAPES: readonly LoadShape[] = [...IOT, ...WEB, ...SHOP, ...REST];
