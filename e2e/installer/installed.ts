import { existsSync } from 'node:fs';
import { artifact } from './release.ts';
import { type Computer, place } from './wine-computer.ts';

/** The installer that was made, and what it leaves on a computer. */
const setup = `Z:${artifact('-setup.exe')}`;
export const uninstaller = `${place}\\Uninstall.exe`;
export const wizard = `${place}\\Defender Proxy Wizard.exe`;
export const consoleProgram = `${place}\\console\\defender-proxy.exe`;
export const entryKey = '[Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Defender Proxy Wizard]';
export const shortcut = 'ProgramData/Microsoft/Windows/Start Menu/Programs/Defender Proxy Wizard.lnk';
export const records = 'C:\\ProgramData\\Defender Proxy Wizard';
export const ownEntry = `${place}\\console`;

/** What is done and looked up on the computer that a test has at that moment. */
export const on = (computer: () => Computer) => ({
  install: (switches = '', file = setup) => computer().run(file, `/S ${switches}`).code,
  uninstall: (switches = '') => computer().run(uninstaller, `/S ${switches} _?=${place}`).code,
  isThere: (file: string) => existsSync(computer().drive(file)),
  entry: (name: string) => computer().values(entryKey.slice(1, -1))[name],
});
