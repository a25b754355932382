// The first script of the single executable; scripts/build-program.mjs puts it there. The console program is made of
// parts, of which each start needs a few: reading all of it would take longer than anything that a start does.
// SECURITY: parts come from inside the executable, where nobody can exchange them, and `require` has nothing beside them
// but Node's own modules.

const { getAsset } = require('node:sea');
const { compileFunction } = require('node:vm');

const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
const loaded = new Map();

function part(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const made = { exports: {} };
  loaded.set(name, made);
  const run = compileFunction(getAsset(name, 'utf8'), parameters, { filename: name });
  run(made.exports, requireInside, made, __filename, __dirname);
  return made.exports;
}

const requireInside = (id) => (id.startsWith('./') ? part(id.slice(2)) : require(id));

part('cli.cjs');
