import type { MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../contract/contract.ts';
import { windowText } from '../core/wording/window-text.ts';
import { appearances, type ChosenAppearance } from './appearance.ts';

/** What a menu item does; the page shows its own pages, main opens the folder. */
interface Choices {
  readonly open: (page: EventPayload<'menu'>['open']) => void;
  readonly openRunsFolder: () => void;
  readonly appearance: ChosenAppearance;
}

/**
 * The menu of the window. There is no item that loads the page anew: a wizard in the middle of a change must not lose
 * its place by Ctrl+R. Developer tools are there before packaging only.
 */
export function menuTemplate(
  packaged: boolean,
  { open, openRunsFolder, appearance }: Choices,
): MenuItemConstructorOptions[] {
  const { menu } = windowText;
  return [
    {
      label: menu.file,
      submenu: [
        { label: menu.history, accelerator: 'Ctrl+H', click: () => open('history') },
        { label: menu.runsFolder, click: () => openRunsFolder() },
        { type: 'separator' },
        { label: menu.exit, role: 'quit' },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { label: menu.cut, role: 'cut' },
        { label: menu.copy, role: 'copy' },
        { label: menu.paste, role: 'paste' },
        { label: menu.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: menu.view,
      submenu: [
        { label: menu.larger, role: 'zoomIn' },
        // The plus of most keyboards needs Shift, and the one of the number block is another key.
        { role: 'zoomIn', accelerator: 'Ctrl+=', visible: false },
        { role: 'zoomIn', accelerator: 'Ctrl+numadd', visible: false },
        { label: menu.smaller, role: 'zoomOut' },
        { role: 'zoomOut', accelerator: 'Ctrl+numsub', visible: false },
        { label: menu.usual, role: 'resetZoom' },
        { type: 'separator' },
        {
          label: menu.appearance,
          submenu: appearances.map((one) => ({
            label: menu.appearances[one],
            type: 'radio',
            checked: one === appearance.now(),
            click: () => appearance.choose(one),
          })),
        },
        { label: menu.fullScreen, role: 'togglefullscreen' },
        ...(packaged ? [] : ([{ role: 'toggleDevTools' }] as const)),
      ],
    },
    {
      label: menu.help,
      submenu: [
        { label: menu.helpPages, accelerator: 'F1', click: () => open('help') },
        { label: menu.about, click: () => open('about') },
      ],
    },
  ];
}
