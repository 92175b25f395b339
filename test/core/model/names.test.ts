import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/core/model/duration.js';
import { isKsError } from '../../../src/core/model/errors.js';
import { splitHostPort } from '../../../src/core/model/host-port.js';
import {
  arnParts,
  parseName,
  parseQualifiedName,
  parseRegion,
  parseResourceName,
} from '../../../src/core/model/names.js';

const refused = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (isKsError(error)) return error.kind;
    throw error;
  }
  return 'accepted';
};

describe('names', () => {
  it('takes what the service takes', () => {
    expect(parseQualifiedName('shop.orders')).toEqual({ keyspace: 'shop', name: 'orders' });
    expect(parseName('2024_Archive', 'table')).toBe('2024_Archive');
    expect(parseName('"myTable"', 'table')).toBe('myTable');
    expect(parseResourceName('shop')).toEqual({ keyspace: 'shop' });
    expect(parseRegion('us-gov-west-1')).toBe('us-gov-west-1');
  });

  it.each(['', '_x', 'a-b', 'a'.repeat(49), 'ö'])('refuses %j', (name) => {
    expect(refused(() => parseName(name, 'table'))).toBe('usage');
  });

  it('refuses a table without its keyspace, and a Region that is none', () => {
    expect(refused(() => parseQualifiedName('orders'))).toBe('usage');
    expect(refused(() => parseQualifiedName('shop.'))).toBe('usage');
    expect(refused(() => parseRegion('Virginia'))).toBe('usage');
  });

  it('reads Region and account out of an ARN whose resource has colons', () => {
    const arn = 'arn:aws:cassandra:eu-west-1:444455556666:/keyspace/a/table/b/stream/2025-03-07T22:20:10.454';
    expect(arnParts(arn)).toEqual({ region: 'eu-west-1', account: '444455556666' });
  });
});

describe('durations', () => {
  it.each([
    ['90', 90_000],
    ['30s', 30_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['250ms', 250],
  ])('%s is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', 'soon', '10x', '5m later', '-1s'])('refuses %j', (text) => {
    expect(refused(() => parseDuration(text))).toBe('usage');
  });

  it('says the two largest units', () => {
    expect(formatDuration(93_784_000)).toBe('1d 2h');
    expect(formatDuration(61_000)).toBe('1m 1s');
    expect(formatDuration(12)).toBe('12ms');
  });
});

describe('host and port', () => {
  it('knows IPv6 in brackets and fills the port in', () => {
    expect(splitHostPort('[::1]:9042', 1)).toEqual({ host: '::1', port: 9042 });
    expect(splitHostPort('localhost', 9142)).toEqual({ host: 'localhost', port: 9142 });
    expect(refused(() => splitHostPort('a:b:c', 1))).toBe('usage');
  });
});
