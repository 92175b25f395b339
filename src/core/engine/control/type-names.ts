// Names of user types: as entered, in double quotes or not, and formatted, as CQL knows them (control-plane facts 5.7).

import { limits } from '../limits.js';
import { nativeTypes } from '../types/cql-type.js';
import type { OperationContext } from './context.js';
import { validation } from './errors.js';

const unquoted = /^[a-zA-Z][a-zA-Z0-9_]*$/;
const quoted = /^"((?:[^"]|"")+)"$/;

/** The formatted name of a type to be made. A CQL statement has formatted it already. */
export function newTypeName(context: OperationContext, entered: string): string {
  const inQuotes = quoted.exec(entered)?.[1];
  if (inQuotes !== undefined) return checked(inQuotes.replaceAll('""', '"'));
  if (context.cql !== undefined) return checked(entered);
  if (!unquoted.test(entered))
    throw validation(`"${entered}" is not a valid type name: put names with special characters in double quotes`);
  const name = entered.toLowerCase();
  if ((nativeTypes as readonly string[]).includes(name) || name === 'varchar')
    throw validation(`"${name}" is the name of a built-in type`);
  return checked(name);
}

function checked(name: string): string {
  if (name.length > limits.nameCharacters)
    throw validation(`Type names shouldn't be more than ${limits.nameCharacters} characters long (got "${name}")`);
  return name;
}

/** What an entered name may stand for, most literal first: Get and Delete take formatted names and quoted ones. */
export function typeNameCandidates(entered: string): string[] {
  const inQuotes = quoted.exec(entered)?.[1];
  const names = [entered];
  if (inQuotes !== undefined) names.unshift(inQuotes.replaceAll('""', '"'));
  else if (unquoted.test(entered)) names.push(entered.toLowerCase());
  return [...new Set(names)];
}
