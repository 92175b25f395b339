// The rows that the demo's reads find: written once, before the load. The words and numbers that statements are made from are here too.

import type { CqlValue } from '../model/cql-value.js';
import type { Random } from '../ports/random.js';

export const DEVICES = 400;
export const PRODUCTS = 300;
export const CUSTOMERS = 500;
export const USERS = 200;

/** What a statement's values are made from. */
export interface Draw {
  readonly random: Random;
  /** Wall time, epoch milliseconds. */
  readonly nowMs: number;
  /** A number that no other statement of this run has. */
  readonly serial: number;
}

export const iso = (nowMs: number) => new Date(nowMs).toISOString();
export const pick = (random: Random, words: readonly string[]) => words[random.integer(words.length)] ?? '';
export const blob = (random: Random, from: number, to: number) => random.bytes(from + random.integer(to - from));

export interface Stock {
  readonly cql: string;
  readonly count: number;
  readonly values: (index: number, draw: Draw) => readonly CqlValue[];
}

const numbered = (prefix: string, index: number) => `${prefix}-${String(index).padStart(4, '0')}`;

export const STOCK: readonly Stock[] = [
  {
    cql: 'INSERT INTO iot.devices (device, model, firmware, owner, settings, seen) VALUES (?, ?, ?, ?, ?, ?)',
    count: DEVICES,
    values: (index, { random, nowMs }) => [
      numbered('device', index),
      pick(random, ['T-100', 'T-200', 'H-50']),
      '4.0.0',
      numbered('customer', index),
      new Map([['interval', '60']]),
      iso(nowMs),
    ],
  },
  {
    cql: 'INSERT INTO shop.catalogue (product, title, price, labels, description) VALUES (?, ?, ?, ?, ?)',
    count: PRODUCTS,
    values: (index, { random }) => [
      numbered('product', index),
      `Product ${index}`,
      `${1 + random.integer(400)}.00`,
      [pick(random, ['garden', 'kitchen', 'travel'])],
      blob(random, 2_000, 14_000),
    ],
  },
  {
    cql: 'INSERT INTO auth.users (name, mail, hash, created, roles) VALUES (?, ?, ?, ?, ?)',
    count: USERS,
    values: (index, { random, nowMs }) => [
      numbered('user', index),
      `${numbered('user', index)}@example.com`,
      random.bytes(32),
      iso(nowMs),
      [pick(random, ['reader', 'writer', 'admin'])],
    ],
  },
];
