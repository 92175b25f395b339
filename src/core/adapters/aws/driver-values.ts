// long: one branch a CQL type
// cassandra-driver's values and type codes ↔ our plain values and type text.

import { types } from 'cassandra-driver';
import type { CqlRecord, CqlValue } from '../../model/cql-value.js';
import { shortestFloat } from '../../model/float.js';

interface DriverType {
  readonly code: number;
  readonly info?: unknown;
  readonly options?: { readonly frozen?: boolean };
}
interface UdtInfo {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: DriverType }[];
}

const { dataTypes } = types;
const names = new Map<number, string>(
  Object.entries(dataTypes)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([name, code]) => [code, name]),
);

export function driverTypeText(type: DriverType | undefined): string {
  if (type === undefined) return 'text';
  const frozen = (text: string): string => (type.options?.frozen === true ? `frozen<${text}>` : text);
  switch (type.code) {
    case dataTypes.list:
      return frozen(`list<${driverTypeText(type.info as DriverType)}>`);
    case dataTypes.set:
      return frozen(`set<${driverTypeText(type.info as DriverType)}>`);
    case dataTypes.map: {
      const [key, value] = type.info as readonly DriverType[];
      return frozen(`map<${driverTypeText(key)}, ${driverTypeText(value)}>`);
    }
    case dataTypes.tuple:
      return `frozen<tuple<${(type.info as readonly DriverType[]).map(driverTypeText).join(', ')}>>`;
    case dataTypes.udt:
      return frozen((type.info as UdtInfo).name);
    case dataTypes.varchar:
      return 'text';
    default:
      return names.get(type.code) ?? 'blob';
  }
}

export function fromDriver(value: unknown, type: DriverType | undefined): CqlValue {
  if (value === null || value === undefined) return null;
  switch (type?.code) {
    case dataTypes.list:
    case dataTypes.set:
      return [...(value as Iterable<unknown>)].map((item) => fromDriver(item, type.info as DriverType));
    case dataTypes.map: {
      const [keyType, valueType] = type.info as readonly DriverType[];
      const entries = [...(value as Map<unknown, unknown>)];
      return new Map(entries.map(([k, v]) => [fromDriver(k, keyType), fromDriver(v, valueType)]));
    }
    case dataTypes.tuple: {
      const elements = type.info as readonly DriverType[];
      return elements.map((element, at) => fromDriver((value as types.Tuple).get(at), element));
    }
    case dataTypes.udt: {
      const record = value as Readonly<Record<string, unknown>>;
      const { fields } = type.info as UdtInfo;
      return Object.fromEntries(fields.map((field) => [field.name, fromDriver(record[field.name], field.type)]));
    }
    case dataTypes.float:
      return shortestFloat(value as number);
    case dataTypes.time:
      return paddedTime(String(value));
    default:
      return scalarFromDriver(value);
  }
}

function scalarFromDriver(value: unknown): CqlValue {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof types.Long) return BigInt(value.toString());
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value;
  // Uuid, TimeUuid, BigDecimal, InetAddress, LocalDate, Duration say it as text
  return String(value);
}

/** Nine digits of a second, as everywhere else. */
function paddedTime(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(9, '0')}`;
}

/** Statements are prepared: the driver converts by the server's types, from what it knows as JavaScript values. */
export function toDriver(value: CqlValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [toDriver(k), toDriver(v)]));
  if (Array.isArray(value)) return value.map(toDriver);
  return Object.fromEntries(Object.entries(value as CqlRecord).map(([name, field]) => [name, toDriver(field)]));
}
