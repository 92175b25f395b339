import { describe, expect, it } from 'vitest';
import { checkKeyOrder } from '../../../../src/core/engine/catalog/key-order.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { openStand, SetClock } from '../control/stand.js';

async function storeWith(type: string) {
  const kv = memoryKv();
  const clock = new SetClock();
  const stand = openStand({ kv, clock });
  const settle = () => {
    clock.nowMs += 60_000;
  };
  await stand.call('CreateKeyspace', { keyspaceName: 'ks' });
  settle();
  const field = { name: 'a', type: 'int' };
  await stand.call('CreateType', { keyspaceName: 'ks', typeName: 'place', fieldDefinitions: [field] });
  settle();
  await stand.call('CreateTable', {
    keyspaceName: 'ks',
    tableName: 't',
    schemaDefinition: {
      allColumns: [
        { name: 'p', type: 'int' },
        { name: 'c', type },
      ],
      partitionKeys: [{ name: 'p' }],
      clusteringKeys: [{ name: 'c', orderBy: 'ASC' }],
    },
  });
  return kv;
}

describe('the order of keys that a store has', () => {
  it('is noted in a new store and in one whose keys have one order only', async () => {
    for (const type of ['text', 'frozen<list<int>>', 'frozen<map<text, varchar>>']) {
      const kv = await storeWith(type);
      checkKeyOrder(kv);
      expect(kv.get('meta', Buffer.from('key-order'))).toEqual(Buffer.from([2]));
    }
  });

  it.each(['frozen<place>', 'frozen<tuple<int, text>>', 'frozen<list<frozen<place>>>'])(
    'is refused where rows of a clustering column %s would not be found',
    async (type) => {
      const kv = await storeWith(type);
      expect(() => checkKeyOrder(kv)).toThrow(/local store holds tables .*: ks\.t\. .*ks local reset/);
      expect(kv.get('meta', Buffer.from('key-order'))).toBeUndefined();
    },
  );
});
