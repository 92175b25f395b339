// Writes one random statement: text with literals or markers, and the values bound to them. `sloppy` is the chance that
// a piece is the wrong one, which makes statements that parse and are refused.

import type { BoundValue } from '../../src/core/engine/session/api.js';
import { UNSET } from '../../src/core/engine/session/api.js';
import type { CqlType } from '../../src/core/engine/types/cql-type.js';
import { native } from '../../src/core/engine/types/cql-type.js';
import { callFor } from './calls.js';
import type { Dice } from './dice.js';
import { anyType, type Column, type Schema, type Table, typeText } from './schemas.js';
import { anyValue, nameText, scalars } from './values.js';

const functionCalls = [
  'now()',
  'uuid()',
  "minTimeuuid('2011-03-14')",
  'toDate(50554d6e-29bb-11e5-b345-feff819cdc9f)',
  'intAsBlob(1)',
  'blobAsInt(0x00000001)',
  "fromJson('1')",
  'fromJson(\'"a"\')',
  "fromJson('[1]')",
  "textAsBlob('a')",
  'token(1)',
  'nosuch(1)',
  'currentTimestamp()',
  'ttl(r0)',
  'blobAsBigint(0x00)',
  'unixTimestampOf(50554d6e-29bb-11e5-b345-feff819cdc9f)',
  'system.now()',
  'bigintAsBlob(1)',
  "varcharAsBlob('x')",
]; // prettier-ignore
const oddTerms = [
  'null',
  "'x'",
  '1',
  '1.5',
  'true',
  '0xff',
  '[]',
  '{}',
  '[1]',
  '{1}',
  "{'a': 1}",
  '(1, 2)',
  '{a: 1}',
  '-1',
  "''",
  '(int)1',
  "(text)'a'",
  '{1: 2, 3: null}',
  '[null]',
  '{null}',
  '99999999999999999999',
  '1h',
  "'2011-13-14'",
  'NaN',
  '?',
]; // prettier-ignore

export class Writer {
  readonly dice: Dice;
  readonly schema: Schema;
  readonly table: Table;
  readonly sloppy: number;
  /** The chance that a value is a marker. */
  readonly markers: number;
  readonly named: boolean;
  readonly values: BoundValue[] = [];
  readonly names: string[] = [];

  constructor(dice: Dice, schema: Schema, table: Table, options: { sloppy: number; markers: number; named?: boolean }) {
    this.dice = dice;
    this.schema = schema;
    this.table = table;
    this.sloppy = options.sloppy;
    this.markers = options.markers;
    this.named = options.named ?? false;
  }

  slips(): boolean {
    return this.sloppy > 0 && this.dice.chance(this.sloppy);
  }

  /** `keyspace.table`. */
  target(): string {
    if (this.slips() && this.dice.chance(0.2)) {
      return this.dice.pick([`${this.schema.keyspace}.nosuch`, 'nosuch.t0', 't0', `${this.schema.keyspace}."T0"`]);
    }
    return `${this.table.keyspace}.${this.table.name}`;
  }

  column(column: Column | undefined): string {
    if (column === undefined || this.slips()) {
      return this.dice.chance(0.3)
        ? this.dice.pick(['nosuch', '"P0"', 'ut0', 'key'])
        : nameText(this.dice.pick(this.table.columns).name);
    }
    return nameText(column.name);
  }

  private marker(value: BoundValue, name: string): string {
    this.values.push(this.slips() && this.dice.chance(0.2) ? this.damaged(value) : value);
    this.names.push(name);
    return this.named ? `:${name}` : '?';
  }

  /** A marker for the value. */
  bound(value: BoundValue): string {
    return this.marker(value, `v${this.values.length}`);
  }

  /** Cut short, made longer, or with a byte changed; sometimes nothing. */
  private damaged(value: BoundValue): BoundValue {
    const { dice } = this;
    if (value === null || value === UNSET) return value;
    const bytes = Buffer.from(value as Uint8Array);
    switch (dice.below(5)) {
      case 0:
        return bytes.subarray(0, dice.below(bytes.length + 1));
      case 1:
        return Buffer.concat([bytes, Buffer.of(dice.below(256))]);
      case 2:
        if (bytes.length > 0) bytes[dice.below(bytes.length)] = dice.below(256);
        return bytes;
      default:
        return dice.pick([null, UNSET]);
    }
  }

  /** A value of a type; null or unset with the given chance when bound. */
  term(type: CqlType, options: { missing?: number; literal?: boolean } = {}): string {
    const { dice } = this;
    if (this.slips()) return this.oddTerm(type);
    const value = anyValue(dice, type);
    if (options.literal !== true && dice.chance(this.markers)) {
      if (options.missing !== undefined && dice.chance(options.missing)) {
        return this.marker(dice.chance(0.5) ? null : UNSET, `v${this.values.length}`);
      }
      if (dice.chance(0.01)) return this.marker(Buffer.alloc(0), `v${this.values.length}`);
      return this.marker(value.bytes, `v${this.values.length}`);
    }
    if (options.missing !== undefined && dice.chance(options.missing)) return 'null';
    if (dice.chance(0.02)) return `(${typeText(type)})${value.literal}`;
    if (dice.chance(0.03)) return callFor(this, type) ?? value.literal;
    return value.literal;
  }

  private oddTerm(type: CqlType): string {
    const { dice } = this;
    if (dice.chance(0.2)) return dice.pick(functionCalls);
    if (dice.chance(0.3)) return dice.pick(oddTerms);
    if (dice.chance(0.2) && this.markers > 0)
      return this.marker(
        dice.pick([null, UNSET, Buffer.alloc(0), Buffer.from('0102', 'hex')]),
        `v${this.values.length}`,
      );
    if (dice.chance(0.1)) return `(${typeText(anyType(dice, this.schema.types, true))})${anyValue(dice, type).literal}`;
    return anyValue(dice, anyType(dice, this.schema.types, true)).literal;
  }

  /** A whole number for LIMIT, TTL and TIMESTAMP. */
  integer(value: number, size: 'int' | 'bigint'): string {
    if (this.slips()) return this.dice.pick(['0', '-1', 'null', "'1'", '1.5', '99999999999', '?']);
    if (!this.dice.chance(this.markers)) return String(value);
    if (this.dice.chance(0.06)) return this.marker(this.dice.pick([null, UNSET]), `v${this.values.length}`);
    const bytes = Buffer.alloc(size === 'int' ? 4 : 8);
    if (size === 'int') bytes.writeInt32BE(value);
    else bytes.writeBigInt64BE(BigInt(value));
    return this.marker(bytes, `v${this.values.length}`);
  }

  /** A list of values in parentheses, or one marker for them. */
  inList(type: CqlType): string {
    const { dice } = this;
    if (dice.chance(this.markers * 0.4)) {
      const list = anyValue(dice, { kind: 'list', frozen: true, element: type });
      return this.marker(list.bytes, `v${this.values.length}`);
    }
    return `(${dice
      .times(
        dice.weighted([
          [1, 0],
          [3, 1],
          [5, 2],
          [3, 3],
        ] as const),
        () => this.term(type),
      )
      .join(', ')})`;
  }

  anyScalar(): string {
    return scalars.int(this.dice).literal;
  }

  intType(): CqlType {
    return native('int');
  }
}
