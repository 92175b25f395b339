// CQL values as plain data, and how they read as text. uuid, timeuuid, inet, date, time, decimal and timestamp (ISO 8601)
// are strings; bigint, counter and varint are bigints; blobs are bytes.

import { parseTypeText, type TypeText } from './cql-type-text.js';

export type CqlValue =
  | null
  | string
  | number
  | boolean
  | bigint
  | Uint8Array
  | readonly CqlValue[]
  | CqlRecord
  | ReadonlyMap<CqlValue, CqlValue>;
/** A user-defined type's value. */
export interface CqlRecord {
  readonly [field: string]: CqlValue;
}

const textTypes = new Set(['text', 'varchar', 'ascii']);
const quotedTypes = new Set([...textTypes, 'inet', 'date', 'time', 'timestamp']);

/** As a CQL shell prints it: bare at the top, quoted inside collections. */
export function renderCqlValue(value: CqlValue, type: string): string {
  return render(value, parseTypeText(type), false);
}

function render(value: CqlValue, type: TypeText | undefined, quote: boolean): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote && mustQuote(value, type) ? `'${value.replaceAll("'", "''")}'` : value;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Map) {
    const pairs = [...value].map(([k, v]) => `${render(k, type?.args[0], true)}: ${render(v, type?.args[1], true)}`);
    return `{${pairs.join(', ')}}`;
  }
  if (Array.isArray(value)) {
    const items = value.map((item, at) => render(item, type?.args[type.name === 'tuple' ? at : 0], true)).join(', ');
    return type?.name === 'set' ? `{${items}}` : type?.name === 'tuple' ? `(${items})` : `[${items}]`;
  }
  const fields = Object.entries(value as CqlRecord).map(
    ([name, field]) => `${name}: ${render(field, undefined, true)}`,
  );
  return `{${fields.join(', ')}}`;
}

/** Inside a user type the field's own type is not at hand: what looks like a uuid or a number stays bare. */
function mustQuote(value: string, type: TypeText | undefined): boolean {
  if (type !== undefined) return quotedTypes.has(type.name);
  return !/^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|-?\d+(?:\.\d+)?)$/i.test(value);
}

export type JsonValue = null | string | number | boolean | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** For `--json`: bigints beyond 2^53 become strings, blobs hex, map keys text. */
export function cqlValueToJson(value: CqlValue): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([k, v]) => [render(k, undefined, false), cqlValueToJson(v)]));
  }
  if (Array.isArray(value)) return value.map(cqlValueToJson);
  return Object.fromEntries(Object.entries(value as CqlRecord).map(([name, field]) => [name, cqlValueToJson(field)]));
}
