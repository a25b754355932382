import { openNative } from '../../electron/machine/windows/native.ts';

/**
 * Whether the suite runs under Wine. What Wine lacks is asserted as a difference where it matters, never skipped:
 * a test that finds the difference gone fails, so that the list stays true.
 */
export const underWine: boolean = (() => {
  try {
    openNative().koffi.load('ntdll.dll').func('str __stdcall wine_get_version()');
    return true;
  } catch {
    return false;
  }
})();
