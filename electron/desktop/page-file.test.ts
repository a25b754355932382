import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageFile } from './page-file.ts';

const folder = path.resolve('/srv/renderer');

describe('pageFile', () => {
  it.each([
    ['app://wizard/', 'index.html', 'text/html; charset=utf-8'],
    ['app://wizard/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['app://wizard/?a=../../x#/../y', 'index.html', 'text/html; charset=utf-8'],
    ['app://wizard/assets/index-B0x_y-1.js', 'assets/index-B0x_y-1.js', 'text/javascript; charset=utf-8'],
    ['app://wizard/assets/index.css', 'assets/index.css', 'text/css; charset=utf-8'],
    ['app://wizard/assets/mark.svg', 'assets/mark.svg', 'image/svg+xml'],
  ])('%s is the file %s', (address, file, contentType) => {
    expect(pageFile(folder, address)).toEqual({ file: path.join(folder, file), contentType });
  });

  it.each([
    'app://wizard/..%2findex.html',
    'app://wizard/..%2f..%2frenderer%2findex.html',
    'app://wizard/assets/..%2f..%2fmain%2fmain.js',
    'app://wizard/%2e%2e%2fmain.js',
    'app://wizard/..%5c..%5cwindows%5cx.js',
    'app://wizard/assets%5c..%5c..%5cx.js',
    'app://wizard/C:%5cwindows%5cx.js',
    'app://wizard/index.html::$DATA',
    'app://wizard/%2fetc%2fx.js',
    'app://wizard//etc/x.js',
    'app://wizard/.hidden.js',
    'app://wizard/index.html%00.js',
    'app://wizard/%E0%A4%A',
    'app://wizard/main.cjs',
    'app://wizard/index.js.map',
    'app://wizard/assets',
    'not an address',
  ])('refuses %s', (address) => {
    expect(pageFile(folder, address)).toBeNull();
  });

  it('keeps dot parts that the address itself takes away inside the folder', () => {
    expect(pageFile(folder, 'app://wizard/../../x.js')?.file).toBe(path.join(folder, 'x.js'));
  });
});
