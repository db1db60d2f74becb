export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

/** `auto` folds the sidebar when the screen is narrower than 1280 px. */
const rails = ['auto', 'open', 'folded'] as const;
export type Rail = (typeof rails)[number];

export type Preferences = {
  theme: Theme;
  rail: Rail;
  /** Whether keys without Ctrl or ⌘ are shortcuts. Off for people who dictate (WCAG 2.1.4). */
  areSingleKeysOn: boolean;
};

export const preferenceCookie = 'seedleaf-look';

/** `dark.folded.nokeys`: plain words, so that people can read the cookie, and unknown words are ignored. */
export const writePreferences = ({ theme, rail, areSingleKeysOn }: Preferences): string =>
  [theme, rail, ...(areSingleKeysOn ? [] : ['nokeys'])].join('.');

export function readPreferences(cookie: string | undefined): Preferences {
  const words = (cookie ?? '').split('.');
  return {
    theme: themes.find((theme) => words.includes(theme)) ?? 'system',
    rail: rails.find((rail) => words.includes(rail)) ?? 'auto',
    areSingleKeysOn: !words.includes('nokeys'),
  };
}
