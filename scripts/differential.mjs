// Random statements against an Apache Cassandra 3.11.19 and the engine's lenient mode, compared to the byte.
//   node scripts/differential.mjs --oracle 127.0.0.1:9042 [--engine HOST:PORT] [--statements 100000] [--seed 1] [--report FILE]
// Without --engine the built `ks local start` is started. --family NAME sends one family of statements only.
import { parseArgs } from 'node:util';
import { importSource, startServer } from '../bench/measure.mjs';

const { values } = parseArgs({
  options: {
    oracle: { type: 'string' },
    engine: { type: 'string' },
    statements: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
    family: { type: 'string' },
  },
});
if (values.oracle === undefined) {
  console.error('--oracle HOST:PORT of an Apache Cassandra 3.11.19 is needed');
  process.exit(2);
}
const address = (text) => {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at), port: Number(text.slice(at + 1)) };
};

const { differential } = await importSource('test/differential/run.ts');
const server = values.engine === undefined ? await startServer() : undefined;
const unexplained = await differential({
  oracle: address(values.oracle),
  engine: server === undefined ? address(values.engine) : { host: '127.0.0.1', port: server.port },
  statements: Number(values.statements),
  seed: Number(values.seed),
  report: values.report,
  family: values.family,
});
await server?.stop();
process.exit(unexplained === 0 ? 0 : 1);
