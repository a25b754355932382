import { type BrowserWindow, dialog } from 'electron';
import type { Work } from '../answering/between-threads.ts';
import type { Problem } from '../core/plan/problem.ts';
import { windowText } from '../core/wording/window-text.ts';

/** Asks for a file of the computer; null where the person closed the question. */
export async function chooseFile(window: BrowserWindow, title: string): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title,
    buttonLabel: 'Use this file',
    filters: [
      { name: 'JSON', extensions: ['json'] },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['openFile'],
  });
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}

/** Asks for a folder; null where the person closed the question. `dialog` is looked up at click time. */
export async function chooseFolder(window: BrowserWindow, purpose: 'ticket' | 'export'): Promise<string | null> {
  const { title, button } = purpose === 'ticket' ? windowText.ticketFolder : windowText.exportFolder;
  const answer = await dialog.showOpenDialog(window, {
    title,
    buttonLabel: button,
    properties: ['openDirectory', 'createDirectory', 'promptToCreate'],
  });
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}

/** Asks whether the window is to close although something runs; whoever closes the question keeps the window open. */
export async function closeAnyway(window: BrowserWindow, work: Work): Promise<boolean> {
  const { closing } = windowText;
  const { message, detail } = closing[work];
  const answer = await dialog.showMessageBox(window, {
    type: 'warning',
    title: windowText.title.app,
    message,
    detail,
    buttons: [closing.keepOpen, closing.closeAnyway],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer.response === 1;
}

/** Says what went wrong with something that was chosen in the menu, of which the page knows nothing. */
export async function showProblem(window: BrowserWindow, problem: Problem): Promise<void> {
  const { problemText } = await import('../core/wording/problem-text.ts');
  const { happened, unchanged, todo } = problemText(problem);
  const detail = `${unchanged} ${todo}`;
  await dialog.showMessageBox(window, { type: 'error', title: windowText.title.app, message: happened, detail });
}
