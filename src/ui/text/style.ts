// Terminal colours for lines of text: the sixteen that every terminal has, or none at all.

export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white' | 'grey';

/** SGR parameters of the foreground. */
export const colourCodes: Readonly<Record<Colour, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  white: 37,
  grey: 90,
};

export interface Style {
  paint(colour: Colour, text: string): string;
  bold(text: string): string;
}

export const plainStyle: Style = { paint: (_colour, text) => text, bold: (text) => text };
export const colourStyle: Style = {
  paint: (colour, text) => (text === '' ? '' : `\u001b[${colourCodes[colour]}m${text}\u001b[39m`),
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
};

/** What a state looks like wherever it is shown; its word stays, so it reads without colour too. */
export function stateColour(state: string): Colour | undefined {
  if (/ING$/.test(state)) return 'cyan';
  if (/INACCESSIBLE|FAILED|DELETED/.test(state)) return 'red';
  return undefined;
}
