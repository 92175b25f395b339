// The CQL shell's own commands, those that never reach a server: one line of text → what is wanted. Pure.

import { consistencyNumber, type DescribeWhat, splitStatements, stripComments, usage } from '../../core/index.js';

export type ShellCommand =
  | { readonly kind: 'describe'; readonly what: DescribeWhat; readonly name?: string }
  | { readonly kind: 'consistency'; readonly level?: string; readonly serial: boolean }
  | { readonly kind: 'source'; readonly path: string }
  | { readonly kind: 'capture'; readonly path?: string; readonly off: boolean }
  | { readonly kind: 'expand'; readonly on?: boolean }
  | { readonly kind: 'paging'; readonly on?: boolean; readonly size?: number }
  | { readonly kind: 'show'; readonly what: 'version' | 'host' }
  | { readonly kind: 'help' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'exit' };

const describable: readonly DescribeWhat[] = ['keyspaces', 'tables', 'types', 'schema'];
const describableByName: readonly DescribeWhat[] = ['keyspace', 'table', 'type'];

const commandWords =
  /^\s*(?:desc|describe|consistency|serial|source|capture|expand|paging|show|help|\?|clear|cls|exit|quit)\b/i;

/** Whether a script needs the shell: one of its statements begins as a shell command does. */
export function usesShellCommands(script: string): boolean {
  const { statements, rest } = splitStatements(script);
  return [...statements, rest].some((statement) => commandWords.test(stripComments(statement)));
}

/** Nothing but blanks and finished comments. */
export const isBlank = (text: string): boolean =>
  stripComments(text).trim() === '' && !/\/\*(?:(?!\*\/)[\s\S])*$/.test(text);

const blanks = /^(?:\s|(?:--|\/\/)[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/**
 * The command that a text begins with, and what follows it: a command ends at a semicolon or at the end of its line.
 * No command when the text begins with CQL.
 */
export function firstCommand(text: string): { readonly command: ShellCommand | undefined; readonly rest: string } {
  const start = text.slice(blanks.exec(text)?.[0].length ?? 0);
  const end = /^(?:'[^']*'|[^';\n])*/.exec(start)?.[0].length ?? 0;
  const command = parseShellCommand(start.slice(0, end));
  return command === undefined ? { command, rest: text } : { command, rest: start.slice(end + 1) };
}

/** Undefined for text that is CQL. A trailing semicolon is allowed, none is needed. */
export function parseShellCommand(line: string): ShellCommand | undefined {
  const words = line.trim().replace(/;\s*$/, '').trim().split(/\s+/);
  const [first = '', ...rest] = words;
  switch (first.toLowerCase()) {
    case 'describe':
    case 'desc':
      return describeCommand(rest);
    case 'consistency':
      return consistencyCommand(rest[0], false);
    case 'serial':
      return rest[0]?.toLowerCase() === 'consistency' ? consistencyCommand(rest[1], true) : undefined;
    case 'source':
      return { kind: 'source', path: quoted(rest, 'SOURCE') };
    case 'capture':
      if (rest[0]?.toLowerCase() === 'off') return { kind: 'capture', off: true };
      return rest.length === 0
        ? { kind: 'capture', off: false }
        : { kind: 'capture', off: false, path: quoted(rest, 'CAPTURE') };
    case 'expand':
      return { kind: 'expand', ...onOff(rest[0], 'EXPAND') };
    case 'paging':
      return /^\d+$/.test(rest[0] ?? '')
        ? { kind: 'paging', on: true, size: Number(rest[0]) }
        : { kind: 'paging', ...onOff(rest[0], 'PAGING') };
    case 'show': {
      const what = rest[0]?.toLowerCase();
      if (what === 'version' || what === 'host') return { kind: 'show', what };
      throw usage('SHOW what? There are SHOW VERSION and SHOW HOST.');
    }
    case 'help':
    case '?':
      return { kind: 'help' };
    case 'clear':
    case 'cls':
      return { kind: 'clear' };
    case 'exit':
    case 'quit':
      return { kind: 'exit' };
    default:
      return undefined;
  }
}

function describeCommand(words: readonly string[]): ShellCommand {
  const [first, second] = words;
  if (first === undefined) return { kind: 'describe', what: 'schema' };
  const word = first.toLowerCase();
  const plain = describable.find((what) => what === word);
  if (plain !== undefined && second === undefined) return { kind: 'describe', what: plain };
  const named = describableByName.find((what) => what === word);
  if (named !== undefined && second !== undefined) return { kind: 'describe', what: named, name: second };
  if (named === 'keyspace') return { kind: 'describe', what: 'keyspace' };
  return { kind: 'describe', what: 'any', name: first };
}

function consistencyCommand(level: string | undefined, serial: boolean): ShellCommand {
  if (level === undefined) return { kind: 'consistency', serial };
  consistencyNumber(level);
  return { kind: 'consistency', serial, level: level.toUpperCase() };
}

function quoted(words: readonly string[], command: string): string {
  const text = words.join(' ').replace(/^'(.*)'$/, '$1');
  if (text === '') throw usage(`${command} needs a file: ${command} 'path'.`);
  return text;
}

function onOff(word: string | undefined, command: string): { readonly on?: boolean } {
  if (word === undefined) return {};
  if (/^on$/i.test(word)) return { on: true };
  if (/^off$/i.test(word)) return { on: false };
  throw usage(`${command} is ON or OFF.`);
}

export const shellHelp = `Statements end with ; and may take several lines. Commands of the shell:
  DESCRIBE [KEYSPACES | TABLES | TYPES | SCHEMA | KEYSPACE [x] | TABLE x | TYPE x | x]
  CONSISTENCY [level]      SERIAL CONSISTENCY [level]
  SOURCE 'file'            run the statements of a file
  CAPTURE ['file' | OFF]   write results to a file too
  EXPAND [ON | OFF]        one column a line
  PAGING [ON | OFF | rows] rows a page
  SHOW VERSION | HOST      CLEAR      HELP      EXIT`;
