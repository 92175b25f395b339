// The interactive CQL shell: lines in, statements and shell commands out, results printed as they come. It keeps what a
// shell keeps (consistency, paging, expansion, capture); the statements run in core.

import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import {
  type ConfirmName,
  type CqlOptions,
  type CqlSession,
  completionNames,
  defaultConsistency,
  describeSchema,
  type Files,
  type Fleet,
  inStatement,
  runStatement,
  type StatementResult,
  splitStatements,
} from '../../core/index.js';
import { cqlCost, cqlExpanded, cqlGrid } from '../text/cql-result.js';
import { plainStyle, type Style } from '../text/style.js';
import { completeLine } from './cql-keywords.js';
import type { Env } from './env.js';
import { asKsError, presentError } from './present-error.js';
import { readInput } from './read-input.js';
import { firstCommand, isBlank, type ShellCommand, shellHelp } from './shell-commands.js';
import { historyLines, keepHistory, readHistory } from './shell-history.js';
import { promptText } from './shell-prompt.js';

export interface ShellParts {
  readonly env: Env;
  readonly fleet: Fleet;
  readonly session: CqlSession;
  readonly files: Files;
  readonly style: Style;
  readonly consistency?: string;
  readonly quiet: boolean;
  readonly pageSize?: number;
  /** Answers for what a statement destroys on a protected target; the shell asks at a terminal when left out. */
  readonly confirm?: ConfirmName;
}

const pageRows = 100;

export class CqlShell {
  private readonly parts: ShellParts;
  private consistency: string;
  private serialConsistency: string | undefined;
  private expand = false;
  private paging = true;
  private pageSize: number;
  private capturePath: string | undefined;
  private names: readonly string[] = [];
  private lines: Interface | undefined;
  private ended = false;
  private inputEnded = false;
  /** A statement is under way: an interrupt does not clear the line then. */
  private running = false;
  private asking = false;
  /** Ends a question of the running statement, and its pages. */
  private interrupt = new AbortController();
  /** Statements of the script so far; undefined when people type. */
  private scripted: number | undefined;

  constructor(parts: ShellParts) {
    this.parts = parts;
    this.consistency = parts.consistency ?? defaultConsistency;
    this.pageSize = parts.pageSize ?? pageRows;
  }

  /** Until EXIT or end of input. An interrupt throws away what is typed, as in other shells. */
  async run(): Promise<void> {
    const { env, fleet, files, session } = this.parts;
    const history = await readHistory(files, env.historyPath);
    await this.learnNames();
    const lines = createInterface({
      input: env.stdin,
      output: env.stdout,
      history,
      historySize: historyLines,
      completer: (line: string) => completeLine(line, this.names),
    });
    this.lines = lines;
    // input may end while lines of it are still to be run; a closed interface takes no prompt
    lines.once('close', () => {
      this.inputEnded = true;
    });
    this.say(`Connected to ${fleet.target.name} (${session.host}). ${this.consistency}. HELP lists commands.`);
    let pending = '';
    lines.on('SIGINT', () => {
      // ending a question ends its line too
      env.stdout.write(this.asking ? '^C' : '^C\n');
      this.interrupt.abort();
      if (this.running) return;
      // what is typed is thrown away, from the end of the line to its beginning
      lines.write('', { ctrl: true, name: 'e' });
      lines.write('', { ctrl: true, name: 'u' });
      pending = '';
      this.prompt(pending);
    });
    this.prompt(pending);
    for await (const line of lines) {
      pending = pending === '' ? line : `${pending}\n${line}`;
      this.running = true;
      this.interrupt = new AbortController();
      pending = await this.take(pending);
      this.running = false;
      if (this.lines === undefined) break;
      this.prompt(pending);
    }
    lines.close();
    // after ctrl-d the terminal is still in the line of the prompt
    if (!this.ended && env.stdin.isTTY === true) env.stdout.write('\n');
    const entered = (lines as Interface & { readonly history?: readonly string[] }).history ?? [];
    await keepHistory(files, env.historyPath, entered);
  }

  private prompt(pending: string): void {
    if (this.inputEnded) return;
    this.lines?.setPrompt(promptText(this.parts, pending));
    this.lines?.prompt();
  }

  /** A script with shell commands in it: ends at EXIT, or with the first error. */
  async runScript(text: string): Promise<void> {
    let pending = '';
    this.scripted = 0;
    for (const line of text.split('\n')) {
      pending = await this.step(pending === '' ? line : `${pending}\n${line}`);
      if (this.ended) return;
    }
    if (!isBlank(pending)) await this.execute(pending);
  }

  /** Runs what is complete in `text`; hands back what is not. */
  private async step(text: string): Promise<string> {
    if (isBlank(text)) return '';
    const { command, rest: after } = firstCommand(text);
    if (command !== undefined) {
      await this.obey(command);
      return this.ended ? '' : this.step(after);
    }
    const { statements, rest } = splitStatements(text);
    const [first] = statements;
    if (first === undefined) return rest.trim() === '' ? '' : rest.trimStart();
    await this.execute(first);
    // what follows may be a command again
    const left = [...statements.slice(1), rest.trimStart()].join(';\n');
    return this.ended ? '' : this.step(left);
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
        const all = rest.trim() === '' ? statements : [...statements, rest];
        for (const [index, statement] of all.entries()) {
          await this.execute(statement).catch((error) => {
            throw inStatement(error, { statement, number: index + 1, count: all.length });
          });
        }
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
    if (this.scripted === undefined) return this.executeOne(statement);
    const number = ++this.scripted;
    return this.executeOne(statement).catch((error) => {
      throw inStatement(error, { statement, number });
    });
  }

  private async executeOne(statement: string): Promise<void> {
    const { fleet, session } = this.parts;
    let options: CqlOptions = {
      consistency: this.consistency,
      ...(this.serialConsistency !== undefined && { serialConsistency: this.serialConsistency }),
      ...(this.paging && { pageSize: this.pageSize }),
    };
    let shown = 0;
    for (;;) {
      const result = await runStatement(fleet, session, statement, options, this.parts.confirm ?? this.askName);
      await this.printRows(result, shown);
      shown += result.rows.length;
      if (result.pagingState === undefined) break;
      if (this.paging && !(await this.wantsMore())) break;
      if (fleet.signal.aborted || this.interrupt.signal.aborted) break;
      options = { ...options, pagingState: result.pagingState };
    }
    if (/^\s*(?:create|drop|restore)\b/i.test(statement)) await this.learnNames();
  }

  private async printRows(result: StatementResult, before: number): Promise<void> {
    const { style } = this.parts;
    if (result.columns.length > 0) {
      const text = (styled: Style) => (this.expand ? cqlExpanded(result, styled, before + 1) : cqlGrid(result, styled));
      await this.print(text(style), text(plainStyle));
    }
    for (const warning of result.warnings) this.say(`warning: ${warning}`);
    this.say(style.paint('grey', cqlCost(result)));
  }

  private askName: ConfirmName = (name) => {
    const { fleet, env } = this.parts;
    if (this.lines === undefined || !env.canAsk) return Promise.resolve(undefined);
    const question = `${fleet.target.name} is protected. Type ${name} to destroy it: `;
    return this.ask(question).then((text) => text?.trim());
  };

  private async wantsMore(): Promise<boolean> {
    if (this.lines === undefined || this.parts.env.stdin.isTTY !== true) return true;
    const answer = await this.ask('-- more (enter), q to stop -- ');
    return answer !== undefined && !/^q/i.test(answer.trim());
  }

  /** Undefined when an interrupt comes instead of an answer. */
  private ask(question: string): Promise<string | undefined> {
    const { signal } = this.interrupt;
    this.asking = true;
    return new Promise<string | undefined>((answer) => {
      this.lines?.question(question, { signal }, answer);
      signal.addEventListener('abort', () => answer(undefined), { once: true });
    }).finally(() => {
      this.asking = false;
    });
  }

  /** A file gets the text without colours. */
  private async print(text: string, captured = text): Promise<void> {
    this.parts.env.stdout.write(`${text}\n`);
    if (this.capturePath !== undefined) await appendFile(this.capturePath, `${captured}\n`, { mode: 0o600 });
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
