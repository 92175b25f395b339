// Syntax trees in a short form for golden scripts: `kind{part: value}`. Left out: places, and parts that are undefined,
// false or empty.

/** One line. */
export function treeText(value: unknown): string {
  if (typeof value === 'string') return /^[\w.:*<>=!-]+$/.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(treeText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const { kind, span: _, markers: __, ...parts } = value as Readonly<Record<string, unknown>>;
  if (kind === 'literal') return `${String(parts.type)} ${JSON.stringify(parts.text)}`;
  if (kind === 'marker')
    return parts.name === undefined ? `?${String(parts.index)}` : `?${String(parts.index)}:${String(parts.name)}`;
  const shown = Object.entries(parts)
    .filter(([, part]) => part !== undefined && part !== false && !(Array.isArray(part) && part.length === 0))
    .map(([key, part]) => (part === true ? key : `${key}: ${treeText(part)}`));
  const head = kind === undefined ? '' : String(kind);
  return shown.length === 0 && head !== '' ? head : `${head}{${shown.join(', ')}}`;
}
