import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CqlType, NativeName } from '../../../../src/core/engine/types/cql-type.js';
import { cqlTypeText } from '../../../../src/core/engine/types/format-type.js';
import { jsonToValue, parseJson, valueToJson } from '../../../../src/core/engine/types/json.js';
import { normalizeValue } from '../../../../src/core/engine/types/normalize.js';
import { compareValues } from '../../../../src/core/engine/types/order.js';
import { parseCqlType } from '../../../../src/core/engine/types/parse-type.js';
import { sameType } from '../../../../src/core/engine/types/same-type.js';
import { scalarFromText, scalarText } from '../../../../src/core/engine/types/scalar-text.js';
import { plainToValue, valueToPlain } from '../../../../src/core/engine/types/text.js';
import { validateValue } from '../../../../src/core/engine/types/validate.js';
import { anyValueOf, deeplyNormal, scalarTypes, typeOf } from './arbitrary-values.js';

const typed = (empties: boolean) =>
  typeOf(2).chain((type) => fc.tuple(fc.constant(type), anyValueOf(type, { empties })));

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');

/** Does the type hold one that JSON cannot carry whole (NaN and infinities), or whose text is not its bytes? */
function holds(type: CqlType, names: readonly NativeName[]): boolean {
  switch (type.kind) {
    case 'native':
      return names.includes(type.name);
    case 'list':
    case 'set':
      return holds(type.element, names);
    case 'map':
      return holds(type.key, names) || holds(type.value, names);
    case 'tuple':
      return type.elements.some((t) => holds(t, names));
    case 'udt':
      return type.fieldTypes.some((t) => holds(t, names));
    default:
      return false;
  }
}

// an IPv4-mapped IPv6 address reads back as IPv4: excluded by type here, tested in scalar-text.test.ts
const inexact: readonly NativeName[] = ['inet', 'float', 'double'];

describe('round trips', () => {
  test('every generated value is valid', () => {
    fc.assert(
      fc.property(typed(true), ([type, value]) => validateValue(type, value)),
      { numRuns: 300 },
    );
  });

  test('type spelling', () => {
    const withoutUdts = typeOf(3).filter((type) => !cqlTypeText(type).includes('shape'));
    fc.assert(
      fc.property(withoutUdts, (type) => {
        expect(
          sameType(
            parseCqlType(cqlTypeText(type), () => undefined),
            type,
          ),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  for (const type of scalarTypes) {
    const name = (type as { name: NativeName }).name;
    test(`text of ${name}`, () => {
      fc.assert(
        fc.property(anyValueOf(type, { empties: true }), (value) => {
          const text = scalarText(name, value);
          const back = scalarFromText(name, text);
          expect(scalarText(name, back)).toBe(text);
          if (name !== 'inet' || value.length === back.length) expect(compareValues(type, back, value)).toBe(0);
        }),
        { numRuns: 200 },
      );
    });
  }

  test('JSON', () => {
    // a decimal's fraction is read as a double, as Cassandra's reader does
    const exact = typed(false).filter(([type]) => !holds(type, [...inexact, 'decimal']));
    fc.assert(
      fc.property(exact, ([type, value]) => {
        const json = valueToJson(type, value);
        // what we print is JSON to others too
        JSON.parse(json);
        const normal = deeplyNormal(type, value);
        expect(valueToJson(type, jsonToValue(type, parseJson(json), () => 0n)!)).toBe(valueToJson(type, normal));
        if (!holds(type, ['ascii']))
          expect(compareValues(type, jsonToValue(type, parseJson(json), () => 0n)!, normal)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('plain values', () => {
    const exact = typed(false).filter(([type]) => !holds(type, ['inet']));
    fc.assert(
      fc.property(exact, ([type, value]) => {
        const plain = valueToPlain(type, value);
        const back = plainToValue(type, JSON.parse(JSON.stringify(plain)));
        expect(compareValues(type, back!, deeplyNormal(type, value))).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('the normal form of sets and maps is stable and sorted', () => {
    fc.assert(
      fc.property(typed(true), ([type, value]) => {
        const normal = normalizeValue(type, value);
        expect(hex(normalizeValue(type, normal))).toBe(hex(normal));
        validateValue(type, normal);
      }),
      { numRuns: 300 },
    );
  });
});
