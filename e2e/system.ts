import type { ElectronApplication } from '@playwright/test';

/** What the system asks or offers outside of the page, where a test runner has no hand. */

/** The next questions for a folder or a file are answered with this. */
export const answerWith = (app: ElectronApplication, place: string): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, place);

/** Presses an item of the menu of the window by its words, without the mark of its letter. */
export const pressInMenu = (app: ElectronApplication, label: string): Promise<void> =>
  app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    const item = items.find((each) => each.label.replace('&', '') === wanted);
    if (item === undefined) throw new Error(`no item ${wanted}`);
    item.click();
  }, label);
