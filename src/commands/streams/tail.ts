// ks streams tail

import { Args, Flags } from '@oclif/core';
import { tailStream } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';

export class StreamsTail extends KsCommand {
  static override summary = 'Print the changes of a table as lines of JSON, as they come, until interrupted.';
  static override examples = [
    'ks streams tail shop.orders',
    'ks streams tail shop.orders --from-start --no-follow | jq .newImage',
  ];
  static override args = { table: Args.string({ ignoreStdin: true, required: true, description: 'KEYSPACE.TABLE' }) };
  static override flags = {
    'from-start': Flags.boolean({ description: 'from the oldest record that is kept' }),
    follow: Flags.boolean({ description: 'go on waiting at the end', allowNo: true, default: true }),
    records: Flags.integer({ description: 'end after so many', min: 1 }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(StreamsTail));
    let records = 0;
    const tail = tailStream(await this.fleet(), {
      table: args.table,
      fromStart: flags['from-start'],
      follow: flags.follow,
      ...(flags.records !== undefined && { recordsMax: flags.records }),
    });
    for await (const record of tail) {
      this.env.stdout.write(`${JSON.stringify(record)}\n`);
      records++;
    }
    return { records };
  }
}
