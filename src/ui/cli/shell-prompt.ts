// The shell's prompt: the target in its colour and the keyspace in use, or dots while a statement goes on. Pure.

import type { CqlSession, Fleet } from '../../core/index.js';
import type { Style } from '../text/style.js';

interface PromptParts {
  readonly style: Style;
  readonly fleet: Fleet;
  readonly session: CqlSession;
}

export function promptText({ style, fleet, session }: PromptParts, pending: string): string {
  const place = session.keyspace === undefined ? fleet.target.name : `${fleet.target.name}:${session.keyspace}`;
  const colour = (fleet.target.colour ?? 'cyan') as Parameters<Style['paint']>[0];
  return pending === '' ? `${style.paint(colour, place)}> ` : `${' '.repeat(Math.max(0, place.length - 3))}...> `;
}
