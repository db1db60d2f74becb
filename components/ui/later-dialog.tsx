import type { ComponentType } from 'react';
import { later } from './later';

/**
 * A dialog whose code is loaded after the page (later.tsx). While it is loading, keys do not reach the page below:
 * use-hotkeys.tsx looks for this element.
 */
export const laterDialog = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  later(load, () => <div hidden data-opening-dialog="" />);
