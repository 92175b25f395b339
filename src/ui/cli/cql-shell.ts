// The interactive CQL shell: lines in, statements and shell commands out, results printed as they come. It keeps what a
// shell keeps (consistency, paging, expansion, capture); the statements run in core.

import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import {
  type CqlOptions,
  type CqlSession,
  completionNames,
  defaultConsistency,
  describeSchema,
  type Files,
  type Fleet,
  runStatement,
  type StatementResult,
  splitStatements,
} from '../../core/index.js';
import { cqlCost, cqlExpanded, cqlGrid } from '../text/cql-result.js';
import type { Style } from '../text/style.js';
import { completeLine } from './cql-keywords.js';
import type { Env } from './env.js';
import { asKsError, presentError } from './present-error.js';
import { readInput } from './read-input.js';
import { parseShellCommand, type ShellCommand, shellHelp } from './shell-commands.js';

export interface ShellParts {
  readonly env: Env;
  readonly fleet: Fleet;
  readonly session: CqlSession;
  readonly files: Files;
  readonly style: Style;
  readonly consistency?: string;
  readonly quiet: boolean;
}

const historyLines = 1000;
const pageRows = 100;

export class CqlShell {
  private readonly parts: ShellParts;
  private consistency: string;
  private serialConsistency: string | undefined;
  private expand = false;
  private paging = true;
  private pageSize = pageRows;
  private capturePath: string | undefined;
  private names: readonly string[] = [];
  private lines: Interface | undefined;
  private ended = false;

  constructor(parts: ShellParts) {
    this.parts = parts;
    this.consistency = parts.consistency ?? defaultConsistency;
  }

  /** Until EXIT, end of input or an interrupt at an empty line. */
  async run(): Promise<void> {
    const { env, fleet, files, session } = this.parts;
    const history = ((await files.read(env.historyPath)) ?? '').split('\n').filter((line) => line !== '');
    await this.learnNames();
    const lines = createInterface({
      input: env.stdin,
      output: env.stdout,
      history: history.slice(-historyLines).reverse(),
      historySize: historyLines,
      completer: (line: string) => completeLine(line, this.names),
    });
    this.lines = lines;
    this.say(`Connected to ${fleet.target.name} (${session.host}). ${this.consistency}. HELP lists commands.`);
    let pending = '';
    lines.on('SIGINT', () => {
      if (pending === '' && lines.line === '') lines.close();
      pending = '';
      env.stdout.write('^C\n');
      this.prompt(pending);
    });
    this.prompt(pending);
    for await (const line of lines) {
      pending = pending === '' ? line : `${pending}\n${line}`;
      pending = await this.take(pending);
      if (this.lines === undefined) break;
      this.prompt(pending);
    }
    lines.close();
    const entered = (lines as Interface & { readonly history?: readonly string[] }).history ?? [];
    await files.write(env.historyPath, `${[...entered].slice(0, historyLines).reverse().join('\n')}\n`);
  }

  private prompt(pending: string): void {
    const { style, fleet, session } = this.parts;
    const place = session.keyspace === undefined ? fleet.target.name : `${fleet.target.name}:${session.keyspace}`;
    const colour = (fleet.target.colour ?? 'cyan') as Parameters<Style['paint']>[0];
    const text =
      pending === '' ? `${style.paint(colour, place)}> ` : `${' '.repeat(Math.max(0, place.length - 3))}...> `;
    this.lines?.setPrompt(text);
    this.lines?.prompt();
  }

  /** A script with shell commands in it: ends at EXIT, or with the first error. */
  async runScript(text: string): Promise<void> {
    let pending = '';
    for (const line of text.split('\n')) {
      pending = await this.step(pending === '' ? line : `${pending}\n${line}`);
      if (this.ended) return;
    }
    if (pending.trim() !== '') await this.execute(pending);
  }

  /** Runs what is complete in `text`; hands back what is not. */
  private async step(text: string): Promise<string> {
    if (text.trim() === '') return '';
    const command = parseShellCommand(text);
    if (command !== undefined) {
      await this.obey(command);
      return '';
    }
    const { statements, rest } = splitStatements(text);
    for (const statement of statements) await this.execute(statement);
    return rest.trim() === '' ? '' : rest.trimStart();
  }

  /** The same for people: an error is shown, and the shell goes on. */
  private async take(text: string): Promise<string> {
    try {
      return await this.step(text);
    } catch (error) {
      this.complain(error);
      return '';
    }
  }

  private async obey(command: ShellCommand): Promise<void> {
    const { fleet, session, env } = this.parts;
    switch (command.kind) {
      case 'describe': {
        const keyspace = session.keyspace;
        await this.print(await describeSchema(fleet, { ...command, ...(keyspace !== undefined && { keyspace }) }));
        return;
      }
      case 'consistency':
        if (command.level === undefined)
          this.say(`${command.serial ? (this.serialConsistency ?? 'SERIAL') : this.consistency}`);
        else if (command.serial) this.serialConsistency = command.level;
        else this.consistency = command.level;
        return;
      case 'source': {
        const { statements, rest } = splitStatements(await readInput(env, command.path));
        for (const statement of rest.trim() === '' ? statements : [...statements, rest]) await this.execute(statement);
        return;
      }
      case 'capture':
        if (command.path !== undefined) this.capturePath = resolve(env.cwd, command.path);
        else if (command.off) this.capturePath = undefined;
        this.say(this.capturePath === undefined ? 'Capturing nothing.' : `Capturing to ${this.capturePath}.`);
        return;
      case 'expand':
        this.expand = command.on ?? this.expand;
        this.say(`EXPAND is ${this.expand ? 'ON' : 'OFF'}.`);
        return;
      case 'paging':
        this.paging = command.on ?? this.paging;
        this.pageSize = command.size ?? this.pageSize;
        this.say(`PAGING is ${this.paging ? `ON, ${this.pageSize} rows` : 'OFF'}.`);
        return;
      case 'show':
        this.say(command.what === 'host' ? `${fleet.target.name}: ${session.host}` : `ks ${env.version}`);
        return;
      case 'help':
        this.say(shellHelp);
        return;
      case 'clear':
        env.stdout.write('\u001b[2J\u001b[H');
        return;
      case 'exit':
        this.ended = true;
        this.lines?.close();
        this.lines = undefined;
        return;
    }
  }

  private async execute(statement: string): Promise<void> {
    const { fleet, session } = this.parts;
    let options: CqlOptions = {
      consistency: this.consistency,
      ...(this.serialConsistency !== undefined && { serialConsistency: this.serialConsistency }),
      ...(this.paging && { pageSize: this.pageSize }),
    };
    let shown = 0;
    for (;;) {
      const result = await runStatement(fleet, session, statement, options);
      await this.printRows(result, shown);
      shown += result.rows.length;
      if (result.pagingState === undefined) break;
      if (this.paging && !(await this.wantsMore())) break;
      options = { ...options, pagingState: result.pagingState };
    }
    if (/^\s*(?:create|drop|restore)\b/i.test(statement)) await this.learnNames();
  }

  private async printRows(result: StatementResult, before: number): Promise<void> {
    const { style } = this.parts;
    if (result.columns.length > 0) {
      await this.print(this.expand ? cqlExpanded(result, style, before + 1) : cqlGrid(result, style));
    }
    for (const warning of result.warnings) this.say(`warning: ${warning}`);
    this.say(style.paint('grey', cqlCost(result)));
  }

  private wantsMore(): Promise<boolean> {
    const lines = this.lines;
    if (lines === undefined || this.parts.env.stdin.isTTY !== true) return Promise.resolve(true);
    return new Promise((answer) => {
      lines.question('-- more (enter), q to stop -- ', (text) => answer(!/^q/i.test(text.trim())));
    });
  }

  private async print(text: string): Promise<void> {
    this.parts.env.stdout.write(`${text}\n`);
    if (this.capturePath !== undefined) await appendFile(this.capturePath, `${text}\n`, { mode: 0o600 });
  }

  private say(text: string): void {
    if (!this.parts.quiet) this.parts.env.stderr.write(`${text}\n`);
  }

  private complain(error: unknown): void {
    const { env, style } = this.parts;
    env.stderr.write(`${presentError(asKsError(error), { style, debug: env.debug })}\n`);
  }

  /** Completion is a help, never a reason to fail. */
  private async learnNames(): Promise<void> {
    this.names = await completionNames(this.parts.fleet).catch(() => []);
  }
}
