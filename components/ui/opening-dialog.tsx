/** Stands for a dialog whose code is on its way: what is typed meanwhile is not for the page below (use-hotkeys.tsx). */
export const openingDialog = <div hidden data-opening-dialog="" />;
