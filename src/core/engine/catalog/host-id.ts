// The id of the one node that clients see: made once, it stays with the store.

import { uuidText } from '../../lib/uuid.js';
import type { Random } from '../../ports/random.js';
import type { Kv } from '../kv/kv.js';

const key = Buffer.from('host-id');

/** A text uuid. */
export function hostIdOf(kv: Kv, random: Random): string {
  const known = kv.get('meta', key);
  if (known !== undefined) return known.toString('latin1');
  const text = uuidText(random.bytes(16));
  return kv.writeNow((tx) => {
    const other = tx.get('meta', key);
    if (other !== undefined) return other.toString('latin1');
    tx.put('meta', key, Buffer.from(text));
    return text;
  });
}
