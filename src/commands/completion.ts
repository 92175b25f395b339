// ks completion

import { Args } from '@oclif/core';
import { KsCommand } from '../ui/cli/base-command.js';
import { completionScript, type ShellName } from '../ui/text/completion.js';

export class Completion extends KsCommand {
  static override summary = 'Print a completion script for a shell.';
  static override examples = [
    'ks completion bash > /etc/bash_completion.d/ks',
    'ks completion zsh > ~/.zfunc/_ks',
    'ks completion fish > ~/.config/fish/completions/ks.fish',
  ];
  static override args = {
    shell: Args.string({
      ignoreStdin: true,
      required: true,
      options: ['bash', 'zsh', 'fish'],
      description: 'which shell',
    }),
  };

  async run() {
    const { args } = this.seen(await this.parse(Completion));
    const commands = this.config.commands
      .filter((command) => !command.hidden)
      .map((command) => ({
        words: command.id.replaceAll(':', ' '),
        summary: command.summary ?? '',
        flags: Object.keys(command.flags).sort(),
      }))
      .sort((a, b) => (a.words < b.words ? -1 : 1));
    this.env.stdout.write(completionScript(args.shell as ShellName, commands));
    return undefined;
  }
}
