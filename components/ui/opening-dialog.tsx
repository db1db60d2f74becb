/**
 * Stands in for a dialog whose code is loading, so that keys pressed meanwhile do not reach the page below
 * (use-hotkeys.tsx).
 */
export const openingDialog = <div hidden data-opening-dialog="" />;
