// CSV as RFC 4180 has it: quotes where needed, CRLF between lines.

export function renderCsv(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return [titles, ...rows].map((cells) => cells.map(csvField).join(',')).join('\r\n');
}

const csvField = (text: string): string =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
