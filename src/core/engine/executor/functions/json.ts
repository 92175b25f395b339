// toJson and fromJson, which exist once for each type that they are used with.

import { CqlError, ErrorCode } from '../../cql-error.js';
import { type CqlType, native } from '../../types/cql-type.js';
import { isDurationRefusal } from '../../types/duration.js';
import { type JsonValue, jsonToValue, parseJson, valueToJson } from '../../types/json.js';
import { utf8Of } from '../../types/scalar-text.js';
import { functionKeyspace, type ScalarFunction } from './scalar-function.js';

export const toJsonFunction = (type: CqlType): ScalarFunction => ({
  name: 'tojson',
  argumentTypes: [type],
  returnType: native('text'),
  pure: true,
  evaluate: (args) => {
    const value = args[0] ?? null;
    return Buffer.from(value === null ? 'null' : valueToJson(type, value), 'utf8');
  },
});

// Cassandra prints the exception with its class
const marshalException = 'org.apache.cassandra.serializers.MarshalException';

// a function's failure has a code of its own: 0x1400, with name and argument types in the body
const failure = (detail: string): CqlError =>
  new CqlError(ErrorCode.functionFailure, `execution of 'system.fromjson[text]' failed: ${detail}`, {
    keyspace: functionKeyspace,
    functionName: 'fromjson',
    argumentTypes: ['text'],
  });

export const fromJsonFunction = (type: CqlType): ScalarFunction => ({
  name: 'fromjson',
  argumentTypes: [native('text')],
  returnType: type,
  pure: true,
  evaluate: (args, env) => {
    const value = args[0] ?? null;
    if (value === null) return null;
    const text = utf8Of(value);
    let parsed: JsonValue;
    try {
      parsed = parseJson(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw failure(`Could not decode JSON string '${text}': ${error.message}`);
    }
    try {
      return jsonToValue(type, parsed, () => BigInt(env.nowMs));
    } catch (error) {
      // a duration is read by code that fails in its own way
      if (!(error instanceof CqlError) || isDurationRefusal(error)) throw error;
      throw failure(`${marshalException}: ${error.message}`);
    }
  },
});
