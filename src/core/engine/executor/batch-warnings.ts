// What Cassandra tells a client about a batch that it took but would rather not have taken. Apart because Amazon Keyspaces
// refuses such batches instead, so that only the lenient mode warns.

import { limits } from '../limits.js';
import { writtenBytes } from './batch-size.js';
import type { BoundModification } from './mutations.js';

/** Of a cell beside its value: timestamp, TTL and local deletion time [C3 BufferCell.dataSize]. */
const cellBytes = 16;

/** Undefined when there is nothing to say [C3 BatchStatement.verifyBatchSize, verifyBatchType]. */
export function batchWarnings(
  type: 'logged' | 'unlogged' | 'counter',
  bounds: readonly BoundModification[],
): readonly string[] | undefined {
  const partitions = new Set<string>();
  const tables = new Set<string>();
  let bytes = 0;
  for (const bound of bounds) {
    const { table } = bound.plan;
    tables.add(`${table.keyspace}.${table.name}`);
    for (const key of bound.partitions) {
      partitions.add(`${table.keyspace} ${Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1')}`);
    }
    bytes += writtenBytes(bound, cellBytes);
  }
  // what goes to one partition is one mutation, whatever its size
  if (partitions.size <= 1) return undefined;
  const named = `[${[...tables].join(', ')}]`;
  const warnings: string[] = [];
  if (bytes > limits.batchWarnBytes) {
    const over = bytes - limits.batchWarnBytes;
    warnings.push(
      `Batch for ${named} is of size ${bytes}, exceeding specified threshold of ${limits.batchWarnBytes} by ${over}.`,
    );
  }
  if (type === 'unlogged' && partitions.size > limits.unloggedBatchWarnPartitions) {
    warnings.push(
      `Unlogged batch covering ${partitions.size} partitions detected against table${tables.size === 1 ? '' : 's'} ${named}. ` +
        'You should use a logged batch for atomicity, or asynchronous writes for performance.',
    );
  }
  return warnings.length > 0 ? warnings : undefined;
}
