// Stands in for node-gyp-build-optional-packages in the bundle: finds lmdb's prebuilt addon beside the installed package,
// with one require instead of a search through folders.
const { existsSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const near = createRequire(join(__dirname, 'x.js'));
const name = `@lmdb/lmdb-${process.platform}-${process.arch}`;

module.exports = () => {
  const tries = endings().flatMap((end) => [`node.abi${process.versions.modules}${end}`, `node.napi${end}`]);
  for (const require of [near, fromLmdb]) {
    for (const file of tries) {
      try {
        return require(`${name}/${file}`);
      } catch (error) {
        if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ERR_DLOPEN_FAILED') throw error;
      }
    }
  }
  throw new Error(
    `lmdb has no prebuilt addon installed for ${process.platform}-${process.arch}: reinstall with optional packages (npm install --include=optional).`,
  );
};

/** An addon for the other C library fails to load and the next one is tried: asking Node which it is costs 4 ms. */
function endings() {
  if (process.platform !== 'linux') return ['.node'];
  const musl = existsSync('/etc/alpine-release');
  return musl ? ['.musl.node', '.glibc.node'] : ['.glibc.node', '.musl.node'];
}

/** The platform package may lie under lmdb's own node_modules. */
function fromLmdb(id) {
  return createRequire(near.resolve('lmdb'))(id);
}
