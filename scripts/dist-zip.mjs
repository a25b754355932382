// The portable zip. The same files give the same bytes: one time for all of them, in order of their names.
//
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { filesOf } from './folder-files.mjs';

const deflated = 8;
const version = 20;
const utf8Names = 0x0800;

/** Writes all files of `folder` into `output`, below one folder `name`; `time`: ISO 8601. Below 4 GiB and 65536 files. */
export function writeZip({ folder, output, name, time, extra = {}, level = 6 }) {
  const entries = [
    ...filesOf(folder).map((file) => ({ file, read: () => readFileSync(path.join(folder, file)) })),
    ...Object.entries(extra).map(([file, text]) => ({ file, read: () => Buffer.from(text) })),
  ].sort((a, b) => (a.file < b.file ? -1 : 1));
  const stamp = dosTime(new Date(time));
  const descriptor = openSync(output, 'w');
  try {
    let offset = 0;
    const write = (bytes) => {
      writeSync(descriptor, bytes);
      offset += bytes.length;
    };
    const directory = entries.map(({ file, read }) => {
      const content = read();
      const packed = deflateRawSync(content, { level });
      const about = { name: Buffer.from(`${name}/${file}`), content, packed, stamp, offset };
      write(localHeader(about));
      write(packed);
      return centralHeader(about);
    });
    const start = offset;
    for (const header of directory) write(header);
    write(endOfDirectory(directory.length, start, offset - start));
  } finally {
    closeSync(descriptor);
  }
}

/** What stands in both headers of a file. */
function common({ name, content, packed, stamp }) {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(version, 0);
  bytes.writeUInt16LE(utf8Names, 2);
  bytes.writeUInt16LE(deflated, 4);
  bytes.writeUInt32LE(stamp, 6);
  bytes.writeUInt32LE(crc32(content), 10);
  bytes.writeUInt32LE(packed.length, 14);
  bytes.writeUInt32LE(content.length, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

const signature = (text) => Buffer.from(text, 'latin1');

const localHeader = (about) => Buffer.concat([signature('PK\x03\x04'), common(about), about.name]);

function centralHeader(about) {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(about.offset, 10);
  const madeBy = Buffer.from([version, 0]);
  return Buffer.concat([signature('PK\x01\x02'), madeBy, common(about), rest, about.name]);
}

function endOfDirectory(count, start, size) {
  const bytes = Buffer.alloc(18);
  bytes.writeUInt16LE(count, 4);
  bytes.writeUInt16LE(count, 6);
  bytes.writeUInt32LE(size, 8);
  bytes.writeUInt32LE(start, 12);
  return Buffer.concat([signature('PK\x05\x06'), bytes]);
}

/** Date and time as MS-DOS kept them, in UTC, to two seconds. */
function dosTime(at) {
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
}
