// ks audit tail

import { Args, Flags } from '@oclif/core';
import { parseDuration, tailAudit } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { auditText } from '../../ui/rows/audit.js';

export class AuditTail extends KsCommand {
  static override summary = 'Print changes as they are made, until interrupted; on AWS they appear some minutes late.';
  static override examples = ['ks audit tail', 'ks audit tail shop --since 1h --json | jq .cql'];
  static override args = { name: Args.string({ ignoreStdin: true, description: 'KEYSPACE or KEYSPACE.TABLE' }) };
  static override flags = {
    since: Flags.string({ description: 'begin with what happened in this time', default: '10m' }),
    user: Flags.string({ description: "a user's or role session's name" }),
    event: Flags.string({ description: 'such as CreateTable, AlterTable, DropTable' }),
    failed: Flags.boolean({ description: 'only what was refused' }),
    interval: Flags.string({ description: 'time between two looks', default: '2s' }),
    entries: Flags.integer({ description: 'end after so many', min: 1 }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(AuditTail));
    let entries = 0;
    const tail = tailAudit(await this.fleet(), {
      windowMs: parseDuration(flags.since),
      intervalMs: parseDuration(flags.interval),
      failed: flags.failed,
      ...(args.name !== undefined && { name: args.name }),
      ...(flags.user !== undefined && { user: flags.user }),
      ...(flags.event !== undefined && { event: flags.event }),
      ...(flags.entries !== undefined && { entriesMax: flags.entries }),
    });
    for await (const line of tail) {
      this.env.stdout.write(`${this.wantsJson ? JSON.stringify(line) : auditText(line)}\n`);
      entries++;
    }
    return { entries };
  }
}
