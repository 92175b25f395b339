// The engine's types as CQL writes them.

import { assertNever } from '../../lib/assert.js';
import type { EngineType } from './door.js';

export function typeText(type: EngineType): string {
  switch (type.kind) {
    case 'native':
      return type.name;
    case 'list':
    case 'set':
      return frozen(type.frozen, `${type.kind}<${typeText(type.element)}>`);
    case 'map':
      return frozen(type.frozen, `map<${typeText(type.key)}, ${typeText(type.value)}>`);
    case 'tuple':
      return `frozen<tuple<${type.elements.map(typeText).join(', ')}>>`;
    case 'udt':
      return frozen(type.frozen, type.name);
    case 'custom':
      return `'${type.className}'`;
    default:
      return assertNever(type);
  }
}

const frozen = (is: boolean, text: string): string => (is ? `frozen<${text}>` : text);
