// <type>AsBlob and blobAs<type>: the bytes of a value, and bytes as a value, for every native type.

import { CqlError, invalid } from '../../cql-error.js';
import { type NativeName, native, nativeTypes } from '../../types/cql-type.js';
import { validateValue } from '../../types/validate.js';
import { functionKeyspace, type ScalarFunction } from './scalar-function.js';

function asBlob(word: string, type: NativeName): ScalarFunction {
  return {
    name: `${word}asblob`,
    argumentTypes: [native(type)],
    returnType: native('blob'),
    pure: true,
    evaluate: (args) => args[0] ?? null,
  };
}

function blobAs(word: string, type: NativeName): ScalarFunction {
  const name = `blobas${word}`;
  const returnType = native(type);
  return {
    name,
    argumentTypes: [native('blob')],
    returnType,
    pure: true,
    evaluate: (args) => {
      const value = args[0] ?? null;
      if (value === null) return null;
      try {
        validateValue(returnType, value);
      } catch (error) {
        if (!(error instanceof CqlError)) throw error;
        const hex = Buffer.from(value).toString('hex');
        throw invalid(
          `In call to function ${functionKeyspace}.${name}, value 0x${hex} is not a valid binary representation for ` +
            `type ${type}`,
        );
      }
      return value;
    },
  };
}

// varchar is text under its other name; of blob itself there is nothing to convert
const words: readonly (readonly [word: string, type: NativeName])[] = [
  ...nativeTypes.filter((name) => name !== 'blob').map((name) => [name, name] as const),
  ['varchar', 'text'],
];

export const blobFunctions: readonly ScalarFunction[] = words.flatMap(([word, type]) => [
  asBlob(word, type),
  blobAs(word, type),
]);
