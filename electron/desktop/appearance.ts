import type { NativeTheme } from 'electron';

/** Light or dark as Windows says, or as a person chose it for this window. */
export const appearances = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof appearances)[number];

/** What was chosen. A contrast theme of Windows goes before it, so it is not always what is shown. */
export interface ChosenAppearance {
  now(): Appearance;
  choose(appearance: Appearance): void;
}

/** Shows the window as it was chosen, and as Windows says for as long as Windows forces its own colours. */
export function chosenAppearance(
  theme: Pick<NativeTheme, 'themeSource' | 'inForcedColorsMode'> & {
    on(event: 'updated', listener: () => void): unknown;
  },
  remembered: Appearance,
): ChosenAppearance {
  let chosen = remembered;
  const show = () => {
    const wanted = theme.inForcedColorsMode ? 'system' : chosen;
    // Setting it tells that it was updated.
    if (theme.themeSource !== wanted) theme.themeSource = wanted;
  };
  theme.on('updated', show);
  show();
  return {
    now: () => chosen,
    choose(appearance) {
      chosen = appearance;
      show();
    },
  };
}
