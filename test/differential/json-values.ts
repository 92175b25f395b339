// JSON of values as people write it; wrong now and then.

import type { CqlType } from '../../src/core/engine/types/cql-type.js';
import { anyValue, nameText } from './values.js';
import type { Writer } from './writer.js';

/** JSON of a value as people write it; wrong now and then. */
export function jsonOf(writer: Writer, type: CqlType): string {
  const { dice } = writer;
  if (writer.slips())
    return dice.pick([
      'null',
      '1',
      '"x"',
      '[]',
      '{}',
      '[1, "a"]',
      '{"a": 1}',
      'true',
      '1.5',
      '"1"',
      'nul',
      '[',
      '"\\u00e9"',
      '1e3',
      '99999999999999999999999',
    ]);
  const inner = (t: CqlType) => jsonOf(writer, t);
  switch (type.kind) {
    case 'native': {
      const { literal } = anyValue(dice, type);
      if (/^'|^\$\$/.test(literal))
        return JSON.stringify(
          literal
            .replace(/^\$\$|\$\$$/g, '')
            .replace(/^'|'$/g, '')
            .replaceAll("''", "'"),
        );
      if (/^(?:-?\d+(?:\.\d+)?(?:[eE]-?\d+)?|true)$/.test(literal)) return dice.chance(0.1) ? `"${literal}"` : literal;
      return `"${literal}"`;
    }
    case 'list':
    case 'set':
      return `[${dice.times(dice.below(3), () => inner(type.element)).join(', ')}]`;
    case 'map':
      return `{${dice.times(dice.below(3), () => `${JSON.stringify(inner(type.key).replace(/^"(.*)"$/, (_, s) => JSON.parse(`"${s}"`)))}: ${inner(type.value)}`).join(', ')}}`;
    case 'tuple':
      return `[${type.elements.map(inner).join(', ')}]`;
    case 'udt':
      return `{${type.fieldNames.map((name, i) => `${JSON.stringify(dice.chance(0.1) ? nameText(name) : name)}: ${inner(type.fieldTypes[i]!)}`).join(', ')}}`;
    case 'custom':
      return '""';
  }
}
