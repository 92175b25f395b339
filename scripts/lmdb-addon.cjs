// Stands in for node-gyp-build-optional-packages in the bundle: finds lmdb's prebuilt addon beside the installed package,
// with one require instead of a search through folders.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const near = createRequire(join(__dirname, 'x.js'));
const name = `@lmdb/lmdb-${process.platform}-${process.arch}`;

module.exports = () => {
  const tags = process.platform === 'linux' ? [`${isMusl() ? 'musl' : 'glibc'}`] : [''];
  const tries = tags.flatMap((tag) => {
    const end = tag === '' ? '.node' : `.${tag}.node`;
    return [`node.abi${process.versions.modules}${end}`, `node.napi${end}`];
  });
  const from = [near, fromLmdb()].filter((each) => each !== undefined);
  for (const require of from) {
    for (const file of tries) {
      try {
        return require(`${name}/${file}`);
      } catch (error) {
        if (error.code !== 'MODULE_NOT_FOUND') throw error;
      }
    }
  }
  throw new Error(
    `lmdb has no prebuilt addon installed for ${process.platform}-${process.arch}: reinstall with optional packages (npm install --include=optional).`,
  );
};

/** The platform package may lie under lmdb's own node_modules. */
function fromLmdb() {
  try {
    return createRequire(near.resolve('lmdb'));
  } catch {
    return undefined;
  }
}

function isMusl() {
  const report = process.report?.getReport?.();
  return report !== undefined && report.header?.glibcVersionRuntime === undefined;
}
