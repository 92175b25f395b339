// Replication as Cassandra 3.11 checks it, for the lenient mode, where any may be asked for.

import { inCopiedOrder } from './java-hash.js';
import { configuration, parseJavaInteger } from './java-numbers.js';

/** Options that a strategy knows; undefined: any, which are names of data centres. */
const recognized: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ['LocalStrategy', []],
  ['NetworkTopologyStrategy', undefined],
  ['SimpleStrategy', ['replication_factor']],
]);

/** `full`: the class with its package. */
export function checkReplication(
  keyspace: string,
  { name, full }: { readonly name: string; readonly full: string },
  options: Readonly<Record<string, string>>,
): void {
  if (!recognized.has(name) || full !== `org.apache.cassandra.locator.${name}`) {
    throw configuration(`Unable to find replication strategy class '${full}'`);
  }
  const given = inCopiedOrder(['class', ...Object.keys(options)], Object.keys(options));
  const known = recognized.get(name);
  if (known === undefined) checkDataCentres(given, options);
  const stranger = known && given.find((option) => !known.includes(option));
  if (stranger !== undefined) {
    throw configuration(`Unrecognized strategy option {${stranger}} passed to ${name} for keyspace ${keyspace}`);
  }
  if (name === 'SimpleStrategy' && options.replication_factor === undefined) {
    throw configuration('SimpleStrategy requires a replication_factor strategy option.');
  }
  for (const option of given) checkFactor(options[option]!);
  if (name === 'LocalStrategy') {
    throw configuration('Unable to use given strategy class: LocalStrategy is reserved for internal use.');
  }
}

function checkDataCentres(given: readonly string[], options: Readonly<Record<string, string>>): void {
  for (const option of given) {
    if (option.toLowerCase() === 'replication_factor') {
      throw configuration('replication_factor is an option for SimpleStrategy, not NetworkTopologyStrategy');
    }
    const factor = options[option]!;
    if (parseJavaInteger(factor, 'int') === undefined) throw configuration(`For input string: "${factor}"`);
  }
}

function checkFactor(factor: string): void {
  const value = parseJavaInteger(factor, 'int');
  if (value === undefined) throw configuration(`Replication factor must be numeric; found ${factor}`);
  if (value < 0) throw configuration(`Replication factor must be non-negative; found ${factor}`);
}
