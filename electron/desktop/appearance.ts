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
  let forced = theme.inForcedColorsMode;
  const show = () => {
    const wanted = forced ? 'system' : chosen;
    if (theme.themeSource !== wanted) theme.themeSource = wanted;
  };
  // It tells of whatever has changed, also of what was set here.
  theme.on('updated', () => {
    if (forced === theme.inForcedColorsMode) return;
    forced = theme.inForcedColorsMode;
    show();
  });
  show();
  return {
    now: () => chosen,
    choose(appearance) {
      chosen = appearance;
      show();
    },
  };
}
