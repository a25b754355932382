// The scanner would ask for translations and for releases of Electron; what it says is to be the same everywhere.
const net = require('node:net');

net.Socket.prototype.connect = function connect() {
  process.nextTick(() => this.destroy(new Error('no network here')));
  return this;
};
