// The ports' contracts, kept by the engine in process and by the AWS adapter over loopback against the engine's servers.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAws } from '../../src/core/adapters/aws/index.js';
import { openLocal } from '../../src/core/adapters/engine/index.js';
import { systemClock } from '../../src/core/adapters/system/clock.js';
import { systemFiles } from '../../src/core/adapters/system/files.js';
import { silentLog } from '../../src/core/adapters/system/log.js';
import { systemRandom } from '../../src/core/adapters/system/random.js';
import { localTarget } from '../../src/core/model/config.js';
import { accountContract } from './account.js';
import { controlPlaneContract, type OpenedPlace } from './control-plane.js';
import { cqlSessionContract } from './cql-session.js';
import { metricsSourceContract } from './metrics-source.js';
import { streamsContract } from './streams.js';

async function engine() {
  const dataDir = await mkdtemp(join(tmpdir(), 'ks-contract-'));
  const system = { clock: systemClock(), random: systemRandom(), log: silentLog, files: systemFiles() };
  const local = await openLocal({ ...system, dataDir, regions: ['us-east-1'], compat: 'keyspaces', version: 'test' });
  const close = async () => {
    await local.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { local, close };
}

async function inProcess(): Promise<OpenedPlace> {
  const { local, close } = await engine();
  return { place: local.places[0]!, close };
}

async function overLoopback(): Promise<OpenedPlace> {
  const { local, close } = await engine();
  const ports = await local.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = 'secret';
  const endpoints = { http: `http://127.0.0.1:${ports.httpPort}`, cql: `127.0.0.1:${ports.cqlPort}`, tls: false };
  const target = { ...localTarget, name: 'loop', kind: 'aws' as const, endpoints };
  const aws = await openAws({ target, version: 'test', clock: systemClock() });
  return {
    place: aws.places[0]!,
    close: async () => {
      await aws.close();
      await close();
    },
  };
}

for (const [name, open] of [
  ['the engine in process', inProcess],
  ['the AWS adapter over loopback', overLoopback],
] as const) {
  controlPlaneContract(name, open);
  cqlSessionContract(name, open);
  metricsSourceContract(name, open);
  accountContract(name, open);
  streamsContract(name, open);
}
