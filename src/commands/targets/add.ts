// ks targets add

import { Args, Flags } from '@oclif/core';
import { addTarget, configStore, parseCqlEndpoints, type Target } from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { targetRecord } from '../../ui/rows/small.js';

export class TargetsAdd extends KsCommand {
  static override summary = 'Add a target to the configuration.';
  static override examples = [
    'ks targets add prod --kind aws --profile prod --region us-east-1 --region eu-west-1 --protected --colour red',
    'ks targets add scratch --kind local --data-dir /tmp/scratch',
    'ks targets add server --kind aws --http-endpoint http://127.0.0.1:4570 --cql-endpoint 127.0.0.1:9042 --no-tls',
  ];
  static override args = {
    name: Args.string({ ignoreStdin: true, required: true, description: 'name of the target' }),
  };
  static override flags = {
    kind: Flags.string({ description: 'where it acts', options: ['local', 'aws'], default: 'aws' }),
    colour: Flags.string({
      description: 'its colour on screens',
      options: ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'],
    }),
    'read-only': Flags.boolean({ description: 'refuse every change' }),
    protected: Flags.boolean({ description: 'want the name typed before something is destroyed' }),
    'data-dir': Flags.string({ description: "folder of a local target's data" }),
    'http-endpoint': Flags.string({ description: 'URL in place of the AWS endpoints' }),
    'cql-endpoint': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'HOST:PORT in place of the AWS CQL endpoint, or REGION=HOST:PORT for each Region',
    }),
    tls: Flags.boolean({ description: 'TLS on the CQL endpoint', allowNo: true, default: true }),
    replace: Flags.boolean({ description: 'change the target when it exists' }),
  };

  async run() {
    const { args, flags } = this.seen(await this.parse(TargetsAdd));
    const target: Target = {
      name: args.name,
      kind: flags.kind as Target['kind'],
      readOnly: flags['read-only'],
      protected: flags.protected,
      regions: flags.region ?? [],
      profiles: flags.profile ?? [],
      endpoints: {
        ...(flags['http-endpoint'] !== undefined && { http: flags['http-endpoint'] }),
        ...(flags['cql-endpoint'] !== undefined && { ...parseCqlEndpoints(flags['cql-endpoint']), tls: flags.tls }),
      },
      ...(flags.colour !== undefined && { colour: flags.colour }),
      ...(flags['data-dir'] !== undefined && { dataDir: flags['data-dir'] }),
    };
    return this.show(await addTarget(configStore(this.openOptions()), target, flags.replace), targetRecord);
  }
}
