// long: one entry a reason, which belong side by side
// Differences between the engine's lenient mode and Apache Cassandra 3.11.19 that have a reason. Everything that matches
// no entry is a defect of the engine or of this table.

import type { Difference } from './compare.js';

export interface Explanation {
  readonly name: string;
  readonly reason: string;
  readonly matches: (text: string, difference: Difference) => boolean;
}

/** The same list of overloads in another order, between the same words. */
function sameSignatures(a: string, b: string): boolean {
  const sorted = (text: string): string => {
    const [, before, list, behind] = /^(.*signatures: )(.*)(\)(?:: use type casts.*)?)$/s.exec(text) ?? [];
    return list === undefined
      ? text
      : `${before}${list
          .split(/, (?=\S+ : \()/)
          .sort()
          .join(', ')}${behind}`;
  };
  return a !== b && sorted(a) === sorted(b);
}

/** The same names with ` ,` between them in another order. */
function sameNames(a: string, b: string): boolean {
  const sorted = (text: string): string =>
    text.replace(/"?\w+"?(?: ,"?\w+"?)+/, (names) => names.replaceAll('"', '').split(' ,').sort().join(' ,'));
  return a !== b && sorted(a) === sorted(b);
}

const rowsOf = (answer: string): number => Number(/^(\d+) rows/.exec(answer)?.[1] ?? 0);

export const explanations: readonly Explanation[] = [
  {
    name: 'order of overloads',
    reason:
      'Cassandra lists overloads in the order of identity hash codes, which differ from one start of its JVM to the next',
    matches: (_, { oracle, engine }) => sameSignatures(oracle, engine),
  },
  {
    name: 'order of columns restricted twice',
    reason: 'Cassandra joins the names of a hash set whose order changes from one start of its JVM to the next',
    matches: (_, { oracle, engine }) => / ,"?\w/.test(oracle) && sameNames(oracle, engine),
  },
  {
    name: 'numbers as timestamps in JSON',
    reason:
      'Amazon Keyspaces documents timestamps as numbers in JSON; Cassandra takes only numbers too large for an int',
    matches: (text, { oracle }) =>
      /json/i.test(text) &&
      /Expected a long or a datestring representation of a timestamp value, but got a Integer/.test(oracle),
  },
  {
    name: 'functions of Amazon Keyspaces',
    reason:
      'Amazon Keyspaces has currentTimestamp, currentDate, currentTime and currentTimeUUID, which 3.11 does not know',
    matches: (_, { oracle }) => /Unknown function '?current(?:timestamp|date|time|timeuuid)\b/.test(oracle),
  },
  {
    name: 'warning of USE',
    reason: 'Cassandra warns operators once a connection that prepared statements of unqualified tables depend on USE',
    matches: (_, { shape, oracle }) => shape.startsWith('warnings:') && oracle.startsWith('`USE <keyspace>`'),
  },
  {
    name: 'words of the JSON parser',
    reason:
      'the text of malformed JSON is that of the Jackson library, with its Java class names and its own positions',
    matches: (_, { oracle, engine }) =>
      /com\.fasterxml\.jackson|Error decoding JSON string/.test(oracle) &&
      /JSON/.test(engine) &&
      engine.startsWith(oracle.slice(0, 6)),
  },
  {
    name: 'failure inside Cassandra',
    reason:
      'Cassandra runs into an exception of its own (NullPointerException, index out of bounds, assertion) and answers with that',
    matches: (_, { oracle }) =>
      /^0x.*(?:NullPointerException|IndexOutOfBounds|java\.lang\.|java\.nio\.|Operation failed - received|ClassCastException|AssertionError|BufferUnderflow)|^0x0000 /s.test(
        oracle,
      ),
  },
  {
    name: 'time-outs of Cassandra',
    reason:
      'a single node that times out has failed in its own storage, as at a null in a clustering key, or is on a busy machine; the tables are emptied afterwards',
    matches: (_, { oracle }) => /^0x1[12]00 Operation timed out - received only 0 responses/.test(oracle),
  },
  {
    name: 'NaN and infinities in any letters',
    reason:
      'Amazon Keyspaces documents NAN and INFINITY; Cassandra parses any letters and then reads NaN and Infinity alone',
    matches: (_, { oracle, engine }) =>
      /Unable to make (?:float|double) from '-?(?:nan|infinity)'/i.test(oracle) && !engine.startsWith('0x0000'),
  },
  {
    name: 'paging state of groups',
    reason:
      'Cassandra refuses its own paging state for groups of a table without clustering columns that is read by token or in whole',
    matches: (text, { step, oracle }) =>
      /\bGROUP BY\b/.test(text) &&
      step.startsWith('page') &&
      oracle.startsWith('0x000a Invalid value for the paging state'),
  },
  {
    name: 'equal decimals',
    reason:
      'of decimals that are equal, such as 1 and 1.0, Cassandra keeps the one that named a row or an element first, also when that was deleted since, for as long as the tombstone is there',
    matches: (_, { shape, oracle, engine }) => {
      const numbers = (text: string): string =>
        text.replace(/-?\d+(?:\.\d+)?(?:E[+-]?\d+)?/g, (n) => String(Number(n)));
      return (
        shape.startsWith('values:') &&
        /decimal/.test(oracle) &&
        oracle !== engine &&
        numbers(oracle) === numbers(engine)
      );
    },
  },
  {
    name: 'digits of floats',
    reason:
      'the Java 8 of Cassandra 3.11 prints some floats with a digit more than they need to be told apart; the numbers are the same',
    matches: (_, { oracle, engine }) => {
      const numbers = (text: string): string =>
        text
          .replace(/\b1[78]\d{14}\b/g, 'a write time')
          .replace(/-?\d+\.\d+(?:E-?\d+)?/g, (digits) => String(Math.fround(Number(digits))));
      return oracle !== engine && numbers(oracle) === numbers(engine) && /\dE\d|\d\.\d/.test(oracle);
    },
  },
  {
    name: 'which of several NaNs',
    reason:
      'of two NaNs that are added, which one gives the sum its bits depends on whether the JVM has compiled the addition',
    matches: (_, { shape, oracle, engine }) =>
      /^values: system\.(?:sum|avg)\(/.test(shape) && oracle === engine && /\bNaN\b/.test(oracle),
  },
  {
    name: 'short tuples',
    reason:
      'Cassandra takes a bound tuple of fewer values than clustering columns for a shorter key in an IN and in UPDATE, and writes rows that lack a clustering column, or fails to, as with counters; the engine refuses it',
    matches: (text, { oracle, engine }) =>
      /^0x2200 Invalid null value (?:for column \w+|in condition for columns?:? \[?\w+)/.test(engine) &&
      !/^0x2200 Invalid null/.test(oracle) &&
      (/\("?\w+"?(?:, "?\w+"?)+\)\s*IN\s*\(?[?:]/i.test(text) || /\bUPDATE\b[^;]*\)\s*=\s*[?:]/i.test(text)),
  },
  {
    name: 'hex constants for tuples',
    reason:
      'Cassandra stores the bytes of a hex constant as a tuple without looking at them, so that the row can break its readers; the engine reads the constant as the text of a tuple, as it does any other, and refuses it',
    matches: (text, { oracle, engine }) => {
      const refused = /'(0x[0-9a-f]*)'/i.exec(engine)?.[1];
      return oracle !== engine && /^0x2200 /.test(engine) && refused !== undefined && text.includes(refused);
    },
  },
  {
    name: 'statements let go after a rename',
    reason:
      'Cassandra keeps prepared statements by the memory they take: one that had to go is prepared anew, without the name that a key column had before',
    matches: (_, { step, oracle, engine, context: { renamed } }) => {
      if (step !== 'prepare' || !engine.startsWith('prepared ')) return false;
      const undefinedName = /^0x2200 Undefined column name "?(\w+)"?$/.exec(oracle)?.[1];
      if (undefinedName !== undefined) return [...renamed.values()].includes(undefinedName);
      const before = (text: string): string =>
        text.replace(/(\.)(\w+)(?= )/g, (whole, dot: string, name: string) =>
          renamed.has(name) ? `${dot}${renamed.get(name)}` : whole,
        );
      return oracle !== engine && before(oracle) === before(engine);
    },
  },
  {
    name: 'hex texts of collections in tuples',
    reason:
      'Cassandra stores the bytes that the text of a tuple gives for a collection without looking at them; the engine refuses those that are none',
    matches: (text, { oracle, engine }) => {
      const refused = /^0x2200 cannot parse '((?:[0-9a-f]{2})*)' as hex bytes$/i.exec(engine)?.[1];
      return refused !== undefined && oracle !== engine && text.includes(refused);
    },
  },
  {
    name: 'empty values of descending collections',
    reason:
      'Cassandra 3.11 does not see through the reversed type of a DESC column: it takes an empty value for a frozen collection, which it refuses for others',
    matches: (text, { oracle, engine, context: { descendingCollections } }) =>
      /^0x2200 Not enough bytes to read a (?:list|set|map)$/.test(engine) &&
      oracle !== engine &&
      [...descendingCollections].some((name) => new RegExp(`\\b${name}\\b`).test(text)) &&
      /[?:]/.test(text),
  },
  {
    name: 'order within descending collections',
    reason:
      'Cassandra 3.11 does not see through the reversed type of a DESC column: it keeps the elements of a bound set or map in the order in which they were sent, and sorts rows by that',
    matches: (text, { shape, oracle, engine, context: { descendingCollectionTables } }) => {
      const parts = (text: string): string =>
        text
          .split(/[^\w.+:-]+/)
          .sort()
          .join(' ');
      return (
        [...descendingCollectionTables].some((table) => new RegExp(`${table}\\b`).test(text)) &&
        shape.startsWith('values:') &&
        oracle !== engine &&
        parts(oracle) === parts(engine)
      );
    },
  },
  {
    name: 'null elements of lists',
    reason:
      'Cassandra stores a frozen list with a null element, and takes one where it looks for nothing; drivers cannot read it back, and the engine refuses it',
    matches: (_, { oracle, engine }) =>
      engine === '0x2200 null is not supported inside collections' && !oracle.startsWith('0x'),
  },
  {
    name: 'dates before 1582',
    reason:
      'Java prints the moments before October 1582 by the Julian calendar, and years before 1 without their era; the engine by the Gregorian and with a sign',
    matches: (_, { oracle, engine }) => {
      const dates = /-?\d{4,}-\d\d-\d\d(?=[ T])/g;
      const isOld = (engine.match(dates) ?? []).some((date) => Number.parseInt(date, 10) < 1583);
      return isOld && oracle !== engine && oracle.replace(dates, 'D') === engine.replace(dates, 'D');
    },
  },
  {
    name: 'sets in IN ?',
    reason:
      'Cassandra reads the sets of a bound list of sets with a type that has no elements, and refuses those that have any',
    matches: (text, { oracle }) =>
      oracle.includes('EmptyType only accept empty values') && /\bIN (?:\?|:\w+)/.test(text),
  },
  {
    name: 'counters after a deletion',
    reason:
      'what a deleted counter counts from is not defined: Cassandra goes on from the value in its counter cache when it is there, and hides what is counted under the timestamp of the deletion',
    matches: (text, { shape, oracle, context }) =>
      [...context.deletedCounters].some((table) => new RegExp(`${table}\\b`).test(text)) &&
      /\bcounter\b|counterasblob|\d+ rows/.test(oracle) &&
      /^(?:values|number of rows|more pages)/.test(shape),
  },
  {
    name: 'deleted statics in filters',
    reason:
      'a filter of Cassandra 3.11 takes a deleted or expired cell of the static row for an empty value, as long as its tombstone is there, which compaction decides',
    matches: (text, { shape, oracle, engine }) =>
      /ALLOW FILTERING/.test(text) &&
      /\b[sSz]\d"? (?:<|<=|>|>=) /.test(text) &&
      /^(?:number of rows|more pages|values|more pages or steps)/.test(shape) &&
      (rowsOf(oracle) > rowsOf(engine) || (rowsOf(oracle) === rowsOf(engine) && / null\b|"[^"]*": null/.test(oracle))),
  },
  {
    name: 'which condition of one column is tried first',
    reason:
      'Cassandra keeps several conditions of one column or of its fields in a hash set by identity: whether one that fails is met before one that is refused changes from run to run',
    matches: (text, { oracle, engine }) => {
      const isOperand = (answer: string): boolean =>
        /Invalid comparison with null for operator|Invalid 'unset' value in condition/.test(answer);
      if (!isOperand(oracle) && !isOperand(engine)) return false;
      if (![oracle, engine].every((answer) => isOperand(answer) || /\[applied\]|rows/.test(answer))) return false;
      return [...text.matchAll(/\bIF (?!NOT|EXISTS)(.*?)(?:;|$)/gs)].some(([, clause]) => {
        const columns = clause!.split(/ AND /).map((test) => /^\s*"?(\w+)/.exec(test)?.[1]);
        return new Set(columns).size < columns.length;
      });
    },
  },
  {
    name: 'types of descending columns',
    reason:
      'Cassandra 3.11 does not see through the reversed type of a DESC column: user type and tuple literals are refused for it, fields cannot be selected, casts to its own type or from a readable one are not recognised',
    matches: (text, { oracle, engine, context: { descending } }) => {
      const named =
        /Invalid (?:user type|tuple type) literal for (?:\w+\()*"?(\w+)|Invalid field selection: "?(\w+)"? of type/.exec(
          oracle,
        );
      const column = named?.[1] ?? named?.[2];
      if (column !== undefined) return descending.has(column);
      const contains =
        /Cannot use CONTAINS(?: KEY)? on non-\w+ column "?(\w+)/.exec(oracle)?.[1] ??
        /^0x2200 Column "?(\w+)"? cannot be used as a map/.exec(oracle)?.[1];
      if (contains !== undefined) return descending.has(contains) && engine !== oracle;
      const casted = [...oracle.matchAll(/cast\((\w+) as/g)].map((match) => match[1]!);
      if (casted.length > 0 && !/^0x/.test(oracle))
        return casted.some((cast) => descending.has(cast) && !engine.includes(`cast(${cast} as`));
      const refused = /castAs(\w+), none of its type| cannot be cast to (\w+)/.exec(oracle);
      const to = refused?.[1] ?? refused?.[2];
      if (to === undefined) return false;
      const casts = [...text.matchAll(/CAST\("?(\w+)"? AS (\w+)/gi)];
      return casts.some(
        ([, column, type]) =>
          (descending.has(column!) || descending.has(column!.toLowerCase())) &&
          type!.toLowerCase() === to.toLowerCase(),
      );
    },
  },
  {
    name: 'warnings of replication factors',
    reason: 'Cassandra warns of factors above its number of nodes; the engine keeps no replicas to count',
    matches: (_, { shape, oracle, engine }) =>
      shape.startsWith('warnings:') && oracle.startsWith('Your replication factor ') && engine === '',
  },
];

export const explanationOf = (text: string, difference: Difference): Explanation | undefined =>
  explanations.find((explanation) => explanation.matches(text, difference));
