import { type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';

/** How the system shows windows just now. */
interface SystemLook {
  readonly dark: boolean;
  /** Windows high contrast: the system replaces our colours, so states need an outline of their own. */
  readonly forcedColors: boolean;
}

const darkScheme = matchMedia('(prefers-color-scheme: dark)');
const forcedColors = matchMedia('(forced-colors: active)');

function subscribe(listener: () => void): () => void {
  for (const query of [darkScheme, forcedColors]) query.addEventListener('change', listener);
  return () => {
    for (const query of [darkScheme, forcedColors]) query.removeEventListener('change', listener);
  };
}

/**
 * Fluent's tokens in the colours of a Windows contrast theme. Chromium replaces text and surfaces by itself; what it
 * leaves alone (icons drawn with `fill`, shapes that are only a background) takes these.
 */
const contrast: Partial<Theme> = {
  colorNeutralForeground1: 'CanvasText',
  colorNeutralForeground2: 'CanvasText',
  colorNeutralForeground3: 'CanvasText',
  colorNeutralBackground1: 'Canvas',
  colorNeutralBackground2: 'Canvas',
  colorNeutralBackground3: 'Canvas',
  colorNeutralStroke1: 'CanvasText',
  colorNeutralStroke2: 'CanvasText',
  colorStatusSuccessForeground1: 'CanvasText',
  colorStatusWarningForeground3: 'CanvasText',
  colorStatusDangerForeground1: 'CanvasText',
  colorBrandForeground1: 'LinkText',
};

/** Windows' own fonts. Fluent names those of other systems too, which are then looked for one by one. */
const fonts: Partial<Theme> = {
  fontFamilyBase: "'Segoe UI', sans-serif",
  fontFamilyNumeric: "'Segoe UI', sans-serif",
  fontFamilyMonospace: 'Consolas, monospace',
};

/** Fluent's own status colours fall short of 4.5 : 1 on the dark surfaces (and the hovered ones) that they stand on here. */
const dark: Theme = {
  ...webDarkTheme,
  ...fonts,
  colorStatusSuccessForeground1: '#7fc97f',
  colorStatusWarningForeground3: '#fba05f',
  colorStatusDangerForeground1: '#f1939b',
};

const light: Theme = { ...webLightTheme, ...fonts };

const themes = {
  light,
  dark,
  contrastLight: { ...light, ...contrast },
  contrastDark: { ...webDarkTheme, ...fonts, ...contrast },
} as const satisfies Record<string, Theme>;

function themeFor(look: SystemLook): Theme {
  if (look.forcedColors) return look.dark ? themes.contrastDark : themes.contrastLight;
  return look.dark ? themes.dark : themes.light;
}

const current = (): string => `${darkScheme.matches}/${forcedColors.matches}`;

/** Follows the system: light, dark and high contrast, also while the window is open. */
export function useSystemTheme(): Theme {
  useSyncExternalStore(subscribe, current);
  return themeFor({ dark: darkScheme.matches, forcedColors: forcedColors.matches });
}
