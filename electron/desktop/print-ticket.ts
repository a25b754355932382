import { BrowserWindow } from 'electron';

/** Longest time that a page may take to be printed, in milliseconds; printing a ticket takes about half a second. */
const patience = 60_000;

/**
 * Prints a page of this program to PDF, by a window that nobody sees and that runs no script. Rejects where it does not
 * load or print in time.
 */
export async function printPdf(address: string): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { javascript: false, sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the ticket was not printed in time')), patience);
  });
  try {
    await Promise.race([window.loadURL(address), tooLong]);
    return await Promise.race([window.webContents.printToPDF({ pageSize: 'A4' }), tooLong]);
  } finally {
    clearTimeout(timer);
    window.destroy();
  }
}
