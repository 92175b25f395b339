// The state on the terminal: one Text for each row, and the keyboard. No state, no effects of its own.

import { Box, type Key as InkKey, Text, useInput } from 'ink';
import { memo, type ReactElement } from 'react';
import type { Key } from './messages.js';

/** A row that did not change is not drawn again. */
const Row = memo(function Row({ token }: { readonly token: string }): ReactElement {
  return <Text wrap="truncate">{token}</Text>;
});

const NAMED: readonly (readonly [keyof InkKey, string])[] = [
  ['return', 'enter'],
  ['escape', 'esc'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
];

/** Ink's input as our keys: several when text was pasted or keys arrived together. */
function keysOf(input: string, ink: InkKey): readonly Key[] {
  for (const [flag, name] of NAMED) if (ink[flag] === true) return [{ name, text: '' }];
  if (ink.ctrl) return [{ name: `ctrl-${input.toLowerCase()}`, text: '' }];
  // no key is bound to alt: what came with it is esc and a key that were pressed quickly
  const first: readonly Key[] = ink.meta ? [{ name: 'esc', text: '' }] : [];
  const rest = [...input].flatMap((character): Key[] => {
    if (character === '\r' || character === '\n') return [{ name: 'enter', text: '' }];
    if (character < ' ' || character === '\u007f') return [];
    return [{ name: character === ' ' ? 'space' : character, text: character }];
  });
  return [...first, ...rest];
}

export interface AppProps {
  /** One token a row: row-tokens.ts puts the rows in their places. */
  readonly tokens: readonly string[];
  readonly onKey: (key: Key) => void;
}

export function App({ tokens, onKey }: AppProps): ReactElement {
  useInput((input, ink) => {
    for (const key of keysOf(input, ink)) onKey(key);
  });
  return (
    <Box flexDirection="column">
      {tokens.map((token, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its position
        <Row key={row} token={token} />
      ))}
    </Box>
  );
}
