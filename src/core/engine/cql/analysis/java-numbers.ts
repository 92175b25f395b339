// Numbers of table options as Java reads them from text.

import { CqlError, ErrorCode } from '../../cql-error.js';

const javaDouble = /^\s*[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)\s*$/;

/** `Double.parseDouble`, undefined where it throws. */
export function parseJavaDouble(text: string): number | undefined {
  return javaDouble.test(text) ? Number(text.trim().replace(/(?<=[\d.])[fFdD]$/, '')) : undefined;
}

const ranges = { int: 2n ** 31n, long: 2n ** 63n } as const;

/** `Integer.parseInt` or `Long.parseLong`, undefined where they throw. */
export function parseJavaInteger(text: string, size: keyof typeof ranges): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value >= -ranges[size] && value < ranges[size] ? Number(value) : undefined;
}

export const configuration = (message: string): CqlError => new CqlError(ErrorCode.config, message);
