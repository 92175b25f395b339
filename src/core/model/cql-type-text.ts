// The text of a CQL type taken apart: `map<text, frozen<list<int>>>` → a tree. Only what printing values needs.

export interface TypeText {
  /** `int`, `list`, `map`, `frozen` is dropped; a user type keeps its name. */
  readonly name: string;
  readonly args: readonly TypeText[];
}

export function parseTypeText(text: string): TypeText {
  const open = text.indexOf('<');
  if (open < 0) return { name: text.trim().toLowerCase(), args: [] };
  const name = text.slice(0, open).trim().toLowerCase();
  const args = splitArguments(text.slice(open + 1, text.lastIndexOf('>'))).map(parseTypeText);
  const inner = args[0];
  return name === 'frozen' && inner !== undefined ? inner : { name, args };
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '<') depth++;
    else if (char === '>') depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
