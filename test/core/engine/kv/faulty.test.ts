import { describe, expect, it } from 'vitest';
import { FaultyKv } from '../../../../src/core/engine/kv/faulty.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { kvContract } from '../../../contract/kv.js';

const draws = (...numbers: number[]) => ({ bytes: () => Buffer.alloc(0), integer: () => numbers.shift() ?? 999 });
const none = { refused: 0, answerLost: 0, late: 0 };

kvContract('a faulty store without faults', async () => {
  const kv = new FaultyKv(memoryKv(), draws(), none);
  return { kv, dispose: () => kv.close() };
});

describe('faults', () => {
  const key = Buffer.from('k');

  it('refuse a write whole', async () => {
    const kv = new FaultyKv(memoryKv(), draws(0), { ...none, refused: 1 });
    await expect(kv.write((tx) => tx.put('rows', key, key))).rejects.toMatchObject({ code: 'full' });
    expect(kv.get('rows', key)).toBeUndefined();
  });

  it('lose the answer of a write that happened', async () => {
    const kv = new FaultyKv(memoryKv(), draws(0), { ...none, answerLost: 1 });
    await expect(kv.write((tx) => tx.put('rows', key, key))).rejects.toMatchObject({ code: 'unknown' });
    expect(kv.get('rows', key)).toEqual(key);
  });

  it('let a younger write answer first', async () => {
    const kv = new FaultyKv(memoryKv(), draws(0, 3), { ...none, late: 1 });
    const order: string[] = [];
    await Promise.all([
      kv.write(() => undefined).then(() => order.push('older')),
      kv.write(() => undefined).then(() => order.push('younger')),
    ]);
    expect(order).toEqual(['younger', 'older']);
  });
});
