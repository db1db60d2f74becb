export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

export type Preferences = {
  theme: Theme;
  isRailFolded: boolean;
  /** Keys without Ctrl or ⌘ do things. Off for people who dictate (WCAG 2.1.4). */
  areSingleKeysOn: boolean;
};

export const preferenceCookie = 'seedleaf-look';

/** `dark.folded.nokeys`: words, so that the cookie can be read and an unknown one is passed over. */
export const writePreferences = (preferences: Preferences): string =>
  [
    preferences.theme,
    ...(preferences.isRailFolded ? ['folded'] : []),
    ...(preferences.areSingleKeysOn ? [] : ['nokeys']),
  ].join('.');

export function readPreferences(cookie: string | undefined): Preferences {
  const words = (cookie ?? '').split('.');
  return {
    theme: themes.find((theme) => words.includes(theme)) ?? 'system',
    isRailFolded: words.includes('folded'),
    areSingleKeysOn: !words.includes('nokeys'),
  };
}
