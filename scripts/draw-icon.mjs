#!/usr/bin/env node
// Draws assets/icon.ico, the icon of the wizard and of the console program: a shield, and in it a line that goes
// through something in the middle. Run it after changing the drawing; the file is kept in the repository.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { root } from './setup.mjs';

const sizes = [16, 20, 24, 32, 48, 64, 256];
/** Points per pixel and direction. */
const fineness = 8;

const clear = [0, 0, 0, 0];
const rim = [12, 59, 94, 255];
const field = [15, 108, 189, 255];
const line = [255, 255, 255, 255];

/** Half the width of a shield at a height; both in the unit square. `inset` makes a smaller one inside. */
function shieldHalfWidth(y, inset) {
  const [top, shoulder, tip] = [0.07 + inset, 0.5, 0.96 - inset * 1.3];
  if (y < top || y > tip) return 0;
  const half = 0.4 - inset;
  return y <= shoulder ? half : half * (1 - ((y - shoulder) / (tip - shoulder)) ** 2);
}

function colourAt(x, y, stroke) {
  const across = Math.abs(x - 0.5);
  if (across >= shieldHalfWidth(y, 0)) return clear;
  if (across >= shieldHalfWidth(y, stroke)) return rim;
  const down = Math.abs(y - 0.44);
  const ends = Math.hypot(across - 0.225, down) < 0.075;
  const middle = across < 0.095 && down < 0.095;
  const hollow = across < 0.095 - stroke && down < 0.095 - stroke;
  const between = across < 0.225 && down < stroke / 2;
  return (ends || middle || between) && !hollow ? line : field;
}

/** Rows of RGBA from the top; every pixel is the mean of its points, colours weighted by how much they cover. */
function draw(size) {
  const pixels = Buffer.alloc(size * size * 4);
  const stroke = Math.max(0.045, 1 / size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0, 0];
      for (let point = 0; point < fineness * fineness; point++) {
        const x = (column + ((point % fineness) + 0.5) / fineness) / size;
        const y = (row + (Math.floor(point / fineness) + 0.5) / fineness) / size;
        const [red, green, blue, cover] = colourAt(x, y, stroke);
        sum[0] += red * cover;
        sum[1] += green * cover;
        sum[2] += blue * cover;
        sum[3] += cover;
      }
      const at = (row * size + column) * 4;
      for (let channel = 0; channel < 3; channel++)
        pixels[at + channel] = sum[3] === 0 ? 0 : Math.round(sum[channel] / sum[3]);
      pixels[at + 3] = Math.round(sum[3] / fineness ** 2);
    }
  }
  return pixels;
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function png(size, pixels) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  );
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.concat(rows), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** A device-independent bitmap as icons hold it: BGRA from the bottom, then a mask that nothing uses any more. */
function bitmap(size, pixels) {
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(size, 4);
  head.writeInt32LE(size * 2, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(32, 14);
  const rows = [];
  for (let row = size - 1; row >= 0; row--) {
    const line = Buffer.from(pixels.subarray(row * size * 4, (row + 1) * size * 4));
    for (let at = 0; at < line.length; at += 4) line.set([line[at + 2], line[at + 1], line[at]], at);
    rows.push(line);
  }
  return Buffer.concat([head, ...rows, Buffer.alloc(Math.ceil(size / 32) * 4 * size)]);
}

function icon() {
  const images = sizes.map((size) => (size < 256 ? bitmap : png)(size, draw(size)));
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  for (const [at, size] of sizes.entries()) {
    const entry = 6 + 16 * at;
    head[entry] = size & 0xff; // 0 stands for 256
    head[entry + 1] = size & 0xff;
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(images[at].length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += images[at].length;
  }
  return Buffer.concat([head, ...images]);
}

writeFileSync(path.join(root, 'assets/icon.ico'), icon());
