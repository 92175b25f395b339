// ks cql

import { Args, Flags } from '@oclif/core';
import { type ConfirmName, consistencyNumber, openCql, runCql, type StatementResult, usage } from '../core/index.js';
import { KsCommand } from '../ui/cli/base-command.js';
import { CqlShell } from '../ui/cli/cql-shell.js';
import { readInput } from '../ui/cli/read-input.js';
import { usesShellCommands } from '../ui/cli/shell-commands.js';
import { cqlView } from '../ui/rows/cql.js';
import { cqlCost, cqlRowsAsJson } from '../ui/text/cql-result.js';

export class Cql extends KsCommand {
  static override summary = 'Run CQL: a statement, a file, standard input, or a shell.';
  static override examples = [
    'ks cql',
    "ks cql -e 'SELECT * FROM shop.orders LIMIT 10' --json",
    'ks cql -f schema.cql',
    'ks cql shop < statements.cql',
  ];
  static override args = { keyspace: Args.string({ ignoreStdin: true, description: 'keyspace to use' }) };
  static override flags = {
    execute: Flags.string({ char: 'e', description: 'statements to run', exclusive: ['file'] }),
    file: Flags.string({ char: 'f', description: 'file of statements; - for standard input' }),
    consistency: Flags.string({ description: 'consistency level', default: 'LOCAL_QUORUM' }),
    'page-size': Flags.integer({ description: 'rows a page', min: 1 }),
    confirm: Flags.string({
      description: 'name of what a statement destroys, on protected targets; may be given again',
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
    }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(Cql));
    consistencyNumber(flags.consistency);
    if (args.keyspace !== undefined && /\s/.test(args.keyspace)) {
      throw usage(
        'The argument of ks cql is a keyspace, and this looks like a statement. Statements are given with -e.',
        "ks cql -e 'SELECT * FROM shop.orders'",
      );
    }
    const fleet = await this.fleet();
    const session = await openCql(fleet);
    try {
      if (args.keyspace !== undefined) await session.execute(`USE "${args.keyspace.replaceAll('"', '')}"`);
      const confirm = this.confirmer(flags.confirm ?? []);
      const text = flags.execute ?? (await this.script(flags.file));
      const structured = flags.json || flags.output !== undefined || flags.query !== undefined;
      if (text !== undefined && structured && usesShellCommands(text)) {
        throw usage(
          'Commands of the shell, such as DESCRIBE, have no JSON, YAML or CSV form.',
          'ks tables list --json',
        );
      }
      if (text === undefined || usesShellCommands(text)) {
        const { env, style } = this;
        const shell = new CqlShell({
          env,
          style,
          fleet,
          session,
          files: this.system.files,
          quiet: flags.quiet,
          consistency: flags.consistency.toUpperCase(),
          ...(flags['page-size'] !== undefined && { pageSize: flags['page-size'] }),
          ...((text !== undefined || flags.confirm !== undefined) && { confirm }),
        });
        await (text === undefined ? shell.run() : shell.runScript(text));
        return undefined;
      }
      const options = {
        consistency: flags.consistency,
        ...(flags['page-size'] !== undefined && { pageSize: flags['page-size'] }),
      };
      for await (const result of runCql(fleet, session, text, options, confirm)) await this.showStatement(result);
      return undefined;
    } finally {
      await session.close();
    }
  }

  /** On a protected target: a name that was given, else one that is asked for. */
  private confirmer(given: readonly string[]): ConfirmName {
    return (name) => this.confirmed(name, given.find((each) => each === name) ?? given[0]);
  }

  private async script(file: string | undefined): Promise<string | undefined> {
    if (file !== undefined) return readInput(this.env, file);
    return this.env.stdin.isTTY === true ? undefined : readInput(this.env, '-');
  }

  private async showStatement(result: StatementResult): Promise<void> {
    const rows = cqlRowsAsJson(result);
    if (result.columns.length > 0) await this.show(rows, cqlView(result));
    for (const warning of result.warnings) this.report(`warning: ${warning}`);
    this.report(cqlCost(result));
  }
}
