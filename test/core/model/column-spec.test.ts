import { describe, expect, it } from 'vitest';
import { parseColumn, parseScaling, parseTag, parseUnits, schemaOf } from '../../../src/core/model/column-spec.js';

const flags = { partitionKeys: ['id:uuid'], clusteringKeys: [], columns: [], statics: [] };

describe('the compact column syntax', () => {
  it('makes the API form', () => {
    const schema = schemaOf({
      partitionKeys: ['id:uuid'],
      clusteringKeys: ['at:timestamp:desc', 'n:int'],
      columns: ['total:decimal', 'items:map<text, frozen<list<int>>>', '"Case":text'],
      statics: ['x:int'],
    });
    expect(schema).toEqual({
      allColumns: [
        { name: 'id', type: 'uuid' },
        { name: 'at', type: 'timestamp' },
        { name: 'n', type: 'int' },
        { name: 'x', type: 'int' },
        { name: 'total', type: 'decimal' },
        { name: 'items', type: 'map<text, frozen<list<int>>>' },
        { name: 'Case', type: 'text' },
      ],
      partitionKeys: [{ name: 'id' }],
      clusteringKeys: [
        { name: 'at', orderBy: 'DESC' },
        { name: 'n', orderBy: 'ASC' },
      ],
      staticColumns: [{ name: 'x' }],
    });
  });

  it('folds the case of unquoted names', () => expect(parseColumn('ID:uuid').name).toBe('id'));

  it.each(['id', ':int', 'id:', '1a:int'])('refuses the column %j', (text) => {
    expect(() => parseColumn(text)).toThrow(/not a column/);
  });

  it('refuses no partition key, and a name twice', () => {
    expect(() => schemaOf({ ...flags, partitionKeys: [] })).toThrow(/partition key/);
    expect(() => schemaOf({ ...flags, columns: ['ID:text'] })).toThrow(/named twice/);
  });

  it('reads units, ranges and tags', () => {
    expect(parseUnits('100/50')).toEqual({ read: 100, write: 50 });
    expect(() => parseUnits('0/5')).toThrow(/READ\/WRITE/);
    expect(parseScaling('50-800')).toEqual({ min: 50, max: 800, target: 70 });
    expect(parseScaling('5-9@20')).toEqual({ min: 5, max: 9, target: 20 });
    expect(() => parseScaling('9-5')).toThrow(/not above/);
    expect(() => parseScaling('5-9@95')).toThrow(/between 20 and 90/);
    expect(parseTag('a=b=c')).toEqual({ key: 'a', value: 'b=c' });
    expect(() => parseTag('=x')).toThrow(/KEY=VALUE/);
  });
});
