// Completion scripts for bash, zsh and fish, made from the manifest's commands. Pure: commands in, script out.

export interface CompletedCommand {
  /** `tables list`. */
  readonly words: string;
  readonly summary: string;
  /** Without dashes. */
  readonly flags: readonly string[];
}
export type ShellName = 'bash' | 'zsh' | 'fish';

export function completionScript(shell: ShellName, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      return `#compdef ks\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
    case 'fish':
      return fishScript(commands);
  }
}

/** The words that can follow each beginning of a command. */
function nextWords(commands: readonly CompletedCommand[]): ReadonlyMap<string, ReadonlySet<string>> {
  const after = new Map<string, Set<string>>();
  for (const { words } of commands) {
    const parts = words.split(' ');
    for (const [at, part] of parts.entries()) {
      const before = parts.slice(0, at).join(' ');
      after.set(before, (after.get(before) ?? new Set()).add(part));
    }
  }
  return after;
}

function bashScript(commands: readonly CompletedCommand[]): string {
  const words = [...nextWords(commands)].map(([before, next]) => `    "${before}") words="${[...next].join(' ')}" ;;`);
  const flags = commands.map(
    (command) => `    "${command.words}") words="${command.flags.map((flag) => `--${flag}`).join(' ')}" ;;`,
  );
  return `_ks() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  if [[ "$cur" == -* ]]; then
    local at="$path"
    while [[ -n "$at" ]]; do
      case "$at" in
${flags.map((line) => `    ${line}`).join('\n')}
      esac
      [[ -n "$words" || "$at" != *" "* ]] && break
      at="\${at% *}"
    done
  else
    case "$path" in
${words.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _ks ks
`;
}

const fishText = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = ['complete -c ks -f'];
  const topics = new Set<string>();
  for (const { words, summary, flags } of commands) {
    const parts = words.split(' ');
    const [topic = '', verb] = parts;
    if (!topics.has(topic)) {
      topics.add(topic);
      const about = verb === undefined ? summary : `${topic} commands`;
      lines.push(`complete -c ks -n __fish_use_subcommand -a ${topic} -d ${fishText(about)}`);
    }
    if (verb !== undefined) {
      const seen = `__fish_seen_subcommand_from ${topic}`;
      lines.push(`complete -c ks -n ${fishText(seen)} -a ${verb} -d ${fishText(summary)}`);
    }
    const condition = parts.map((part) => `__fish_seen_subcommand_from ${part}`).join('; and ');
    for (const flag of flags) lines.push(`complete -c ks -n ${fishText(condition)} -l ${flag}`);
  }
  return `${lines.join('\n')}\n`;
}
