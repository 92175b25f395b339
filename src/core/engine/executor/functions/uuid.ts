// uuid(): a random uuid, version 4.

import { native } from '../../types/cql-type.js';
import type { ScalarFunction } from './scalar-function.js';

export const uuidFunctions: readonly ScalarFunction[] = [
  {
    name: 'uuid',
    argumentTypes: [],
    returnType: native('uuid'),
    pure: false,
    evaluate: (_args, env) => {
      const out = Buffer.from(env.random.bytes(16));
      out[6] = (out[6]! & 0x0f) | 0x40;
      out[8] = (out[8]! & 0x3f) | 0x80;
      return out;
    },
  },
];
