// The commands that a mistyped one may have meant. Pure: words and commands in, commands out.

const suggestionsMax = 3;

/** How many letters have to be put in, taken out or exchanged. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Words that mean the same in other tools. */
const synonyms: Readonly<Record<string, string>> = {
  ls: 'list',
  get: 'list',
  rm: 'delete',
  drop: 'delete',
  remove: 'delete',
  show: 'describe',
  add: 'create',
  new: 'create',
  set: 'update',
  alter: 'update',
};

/** Best first; none when nothing is near. Each typed word may be a third wrong. */
export function nearestCommands(words: readonly string[], commands: readonly string[]): readonly string[] {
  const scored = commands.flatMap((command) => {
    const parts = command.split(' ');
    const typed = words.slice(0, parts.length);
    if (typed.length === 0) return [];
    let total = 0;
    for (const [at, word] of typed.entries()) {
      const part = parts[at] ?? '';
      const cost = synonyms[word] === part ? 0.5 : distance(word.toLowerCase(), part);
      if (cost > Math.max(1, part.length / 3)) return [];
      total += cost;
    }
    return [{ command, total }];
  });
  const ordered = scored.sort((a, b) => a.total - b.total || (a.command < b.command ? -1 : 1));
  return ordered.slice(0, suggestionsMax).map((each) => each.command);
}
