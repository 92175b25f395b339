// Errors as people and scripts see them: what happened, why, what to type next; the exit code; a stack only on request.

import { isKsError, KsError } from '../../core/index.js';
import { plainStyle, type Style } from '../text/style.js';
import { exitCodes } from './exit-codes.js';

/** oclif's own errors are about the command line: they become usage errors with its words. */
export function asKsError(error: unknown): KsError {
  if (isKsError(error)) return error;
  const { oclif, message, code } = error as { oclif?: { exit?: number }; message?: string; code?: string };
  if (code === 'EPIPE') return new KsError({ code: 'PIPE', kind: 'interrupted', message: 'The reader went away.' });
  if (oclif !== undefined) {
    return new KsError({ code: 'USAGE', kind: 'usage', message: sentenceOf(message ?? ''), next: [helpHint] });
  }
  return new KsError({
    code: 'BUG',
    kind: 'bug',
    message: `ks failed in a way it should not: ${message ?? String(error)}`,
    next: ['run it again with KS_DEBUG=1 and report what it prints'],
    cause: error,
  });
}

const helpHint = 'add --help to see how it is used';

/** oclif's words as a sentence, without its layout. */
function sentenceOf(message: string): string {
  const clean = message
    .replace(/\n\nNote: [\s\S]*$/, '')
    .replace(/\nSee more help with --help$/, '')
    .trim();
  const missing = /^Missing \d+ required args?:\n([\s\S]*)$/.exec(clean)?.[1];
  if (missing !== undefined) {
    const names = missing.split('\n').map((line) => line.trim().replace(/^(\S+)\s+(.*)$/, '$1 ($2)'));
    return `Something is missing: ${names.join(', ')}.`;
  }
  const listed = /^The following errors? occurred:\n([\s\S]*)$/.exec(clean)?.[1];
  const lines = (listed ?? clean).split('\n').map((line) => line.trim());
  return lines
    .map((line) =>
      line
        .replace(/^Missing required flag (\S+)$/, 'The flag --$1 is missing.')
        .replace(/^--([^= ]+)=(.*) cannot also be provided when using --(\S+)$/, '--$1 and --$3 exclude each other.')
        .replace(/^Nonexistent flags?: (.*)$/, 'There is no flag $1 here.')
        .replace(/^Unexpected arguments?: (.*)$/, 'One argument too many: $1.')
        .replace(/^Parsing (--\S+)$/, '$1:')
        .replace(/^Expected an integer but received: (.*)$/, '"$1" is not a whole number.')
        .replace(/^Expected an integer (greater|less) than or equal to (\S+) but received: (.*)$/, atBound)
        .replace(/^Expected (\S+) to be one of: (.*)$/, '$1 is none of: $2.'),
    )
    .filter((line, at, all) => all.indexOf(line) === at)
    .join(' ');
}

const atBound = (_: string, side: string, bound: string, given: string): string =>
  `${given} is too ${side === 'greater' ? 'small' : 'large'}: ${side === 'greater' ? 'at least' : 'at most'} ${bound}.`;

export const exitCodeOf = (error: KsError): number => exitCodes[error.kind] ?? 1;

export interface PresentOptions {
  readonly style?: Style;
  readonly debug?: boolean;
}

export function presentError(error: KsError, options: PresentOptions = {}): string {
  const style = options.style ?? plainStyle;
  const lines = [`${style.paint('red', 'error:')} ${error.message}`];
  if (error.why !== undefined && error.why !== '') lines.push(`why:   ${error.why.split('\n').join('\n       ')}`);
  for (const step of error.next) lines.push(`next:  ${step}`);
  if (options.debug === true) lines.push(stackOf(error));
  return lines.join('\n');
}

/** With `--json`: one object on stderr, so that stdout never holds half a result. */
export function presentErrorJson(error: KsError): string {
  const { code, kind, message, why, next } = error;
  return JSON.stringify({ error: { code, kind, message, ...(why !== undefined && { why }), next } });
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? ''}${cause}`;
}
