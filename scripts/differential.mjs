// Random statements against an Apache Cassandra 3.11.19 and the engine's lenient mode, compared to the byte.
//   node scripts/differential.mjs --oracle 127.0.0.1:9042 [--engine HOST:PORT] [--statements 100000] [--seed 1] [--report FILE]
// Without --engine the built `ks local start` is started. --families A,B sends these families of statements only. Each
// difference is played again on fresh keyspaces and shrunk to the statements it needs (--no-shrink: not); the cases go to
// FILE.cases, and `--replay FILE.cases` plays them again.
import { parseArgs } from 'node:util';
import { importSource, startServer } from '../bench/measure.mjs';

const { values } = parseArgs({
  options: {
    oracle: { type: 'string' },
    engine: { type: 'string' },
    statements: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
    families: { type: 'string' },
    'no-shrink': { type: 'boolean', default: false },
    replay: { type: 'string' },
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

const { differential, replay } = await importSource('test/differential/run.ts');
const server = values.engine === undefined ? await startServer() : undefined;
const sides = {
  oracle: address(values.oracle),
  engine: server === undefined ? address(values.engine) : { host: '127.0.0.1', port: server.port },
  report: values.report,
};
const unexplained =
  values.replay === undefined
    ? await differential({
        ...sides,
        statements: Number(values.statements),
        seed: Number(values.seed),
        families: values.families?.split(','),
        shrinks: !values['no-shrink'],
      })
    : await replay(values.replay, sides);
await server?.stop();
process.exit(unexplained === 0 ? 0 : 1);
