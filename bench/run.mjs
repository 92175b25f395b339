// `npm run bench [store] [in-process] [wire] [startup]`: everything, or the parts named; `sizes` only when named. Prints figures and, in the same run, the ratio to
// what they are held against (docs/performance.md).
import { benchInProcess } from './in-process.mjs';
import { benchSizes } from './sizes.mjs';
import { benchStartup } from './startup.mjs';
import { benchWire } from './wire.mjs';

const parts = { 'in-process': benchInProcess, wire: benchWire, startup: benchStartup };
const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await bench();
if (wanted.includes('sizes')) await benchSizes();
process.exit(0);
