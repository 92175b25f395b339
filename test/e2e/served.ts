// A server of this program in a process of its own, which tests connect to with a real driver and kill.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Client, types } from 'cassandra-driver';

const program = fileURLToPath(new URL('../../bin/ks', import.meta.url));

export interface Server {
  readonly process: ChildProcess;
  readonly cqlPort: number;
  /** By Region, when there are several. */
  readonly ports: ReadonlyMap<string, number>;
}

interface Told {
  readonly cqlPort: number;
  readonly endpoints?: readonly { readonly region: string; readonly cqlPort: number }[];
}

/** Resolves when the server says on which ports it serves. */
export function serve(dataDir: string, regions: readonly string[] = ['us-east-1']): Promise<Server> {
  const ports = ['--cql-port', '0', '--http-port', '0'];
  const child = spawn(process.execPath, [
    program,
    'local',
    'start',
    '--foreground',
    '--json',
    '--data-dir',
    dataDir,
    ...ports,
    ...regions.flatMap((region) => ['--region', region]),
  ]);
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (!text.trimEnd().endsWith('}')) return;
      child.removeAllListeners('exit');
      const { cqlPort, endpoints = [] } = JSON.parse(text) as Told;
      const ports = new Map(endpoints.map((each) => [each.region, each.cqlPort]));
      resolve({ process: child, cqlPort, ports });
    });
  });
}

export function connect(port: number, region = 'us-east-1'): Client {
  return new Client({
    contactPoints: ['127.0.0.1'],
    localDataCenter: region,
    protocolOptions: { port },
    queryOptions: { consistency: types.consistencies.localQuorum, prepare: true },
  });
}

export async function untilServed(client: Client, statement: string): Promise<void> {
  for (;;) {
    const done = await client.execute(statement, [], { prepare: false }).then(
      () => true,
      (error: Error) => {
        if (!error.message.startsWith('unconfigured')) throw error;
        return false;
      },
    );
    if (done) return;
  }
}

export const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));
