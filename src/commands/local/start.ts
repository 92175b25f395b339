// ks local start

import { Flags } from '@oclif/core';
import {
  openLocalEngine,
  parseDuration,
  readCredentials,
  serveLocal,
  startInBackground,
  usage,
} from '../../core/index.js';
import { KsCommand } from '../../ui/cli/base-command.js';
import { dataDirFlag, givenPath, localDeps } from '../../ui/cli/local-deps.js';
import { startedServer } from '../../ui/rows/small.js';

const port = (description: string, standard?: number) =>
  Flags.integer({ description, min: 0, max: 65_535, ...(standard !== undefined && { default: standard }) });

export class LocalStart extends KsCommand {
  static override summary = 'Start the local engine as a server for cqlsh, drivers, the AWS CLI and SDKs.';
  static override examples = [
    'ks local start',
    'ks local start --foreground',
    'ks local start --tls-port 9142 --credentials ks-users.yaml',
    'ks local start --zones 3',
    'ks local start --cql-port 0 --http-port 0 --json',
  ];
  static override flags = {
    ...dataDirFlag,
    foreground: Flags.boolean({ description: 'stay, and serve until interrupted' }),
    'cql-port': port('port for CQL; 0 = any free one', 9042),
    'http-port': port('port for the AWS APIs; 0 = any free one', 4570),
    'tls-port': port('port for CQL over TLS; none when left out'),
    host: Flags.string({ description: 'address to listen on', default: '127.0.0.1' }),
    zones: Flags.integer({
      description: 'Availability Zones that clients see, each with an address: 127.0.0.1, 127.0.0.2, 127.0.0.3',
      min: 1,
      max: 3,
    }),
    nodes: Flags.integer({
      description: 'addresses of all zones together; 9 as a public endpoint has; as many as zones otherwise',
      min: 1,
      max: 9,
      dependsOn: ['zones'],
    }),
    'connection-rate': Flags.integer({
      description: 'CQL queries a second that one connection may make, 3000 when left out; 0 = any number',
      min: 0,
    }),
    credentials: Flags.string({
      description: 'YAML file of mode 0600 with users (name, password) and accessKeys (id, secret); anybody otherwise',
      helpValue: 'FILE',
    }),
    compat: Flags.string({ description: 'what is refused', options: ['keyspaces', 'cassandra'], default: 'keyspaces' }),
    timeout: Flags.string({ description: 'longest wait until it serves', default: '30s' }),
  };

  async run() {
    const { flags } = this.seen(await this.parse(LocalStart));
    const deps = localDeps(this.surroundings, flags['data-dir']);
    const { credentials: file } = flags;
    // read before anything starts: a file that is refused must be refused at the terminal
    const credentials =
      file === undefined ? undefined : await readCredentials(deps.files, givenPath(this.surroundings, file));
    const isOpen = credentials === undefined;
    if (isOpen && !isLoopback(flags.host)) {
      this.report(`Listening on ${flags.host}: other machines can reach this server, and it knows no passwords.`);
    }
    if (!flags.foreground) {
      const { dataDir } = deps;
      const state = await startInBackground(deps, [...this.againArgs(flags, dataDir)], parseDuration(flags.timeout));
      return this.show({ ...state, dataDir }, startedServer);
    }
    const compat = flags.compat === 'cassandra' ? 'cassandra' : 'keyspaces';
    const requestsPerSecond = flags['connection-rate'];
    if (compat === 'cassandra' && requestsPerSecond !== undefined && requestsPerSecond > 0) {
      throw usage('The mode --compat cassandra has no ceilings: leave --connection-rate out.');
    }
    const regions = flags.region ?? [this.env.region ?? 'us-east-1'];
    const tls = flags['tls-port'];
    await serveLocal(deps, () => openLocalEngine(this.openOptions(), { dataDir: deps.dataDir, regions, compat }), {
      ports: {
        host: flags.host,
        cqlPort: flags['cql-port'] ?? 9042,
        httpPort: flags['http-port'] ?? 4570,
        ...(tls !== undefined && { tlsPort: tls }),
        ...(flags.zones !== undefined && {
          topology: { zones: flags.zones, ...(flags.nodes !== undefined && { nodes: flags.nodes }) },
        }),
        ...(requestsPerSecond !== undefined && { requestsPerSecond }),
      },
      ...(credentials !== undefined && { credentials }),
      regions,
      compat,
      version: this.env.version,
      ready: (state) => void this.show({ ...state, dataDir: deps.dataDir }, startedServer),
    });
    return undefined;
  }

  /** The command line of the process that serves. */
  private againArgs(flags: Readonly<Record<string, unknown>>, dataDir: string): readonly string[] {
    if (flags.profile !== undefined) throw usage('The local engine has no profiles.');
    const regions = ((flags.region as string[] | undefined) ?? []).flatMap((region) => ['--region', region]);
    const named = ['cql-port', 'http-port', 'tls-port', 'host', 'compat', 'zones', 'nodes', 'connection-rate'].flatMap(
      (name) => (flags[name] === undefined ? [] : [`--${name}`, String(flags[name])]),
    );
    const file =
      flags.credentials === undefined ? [] : ['--credentials', givenPath(this.surroundings, String(flags.credentials))];
    return ['local', 'start', '--foreground', '--json', '--data-dir', dataDir, ...named, ...file, ...regions];
  }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
