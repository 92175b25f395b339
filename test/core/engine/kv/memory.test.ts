import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { kvContract } from '../../../contract/kv.js';

kvContract('memory', async () => {
  const kv = memoryKv();
  return { kv, dispose: () => kv.close() };
});
