/** Pages that need no sign-in. */
const openPages = ['/sign-in', '/claim'];

export const isOpenPage = (pathname: string) => openPages.includes(pathname);

/** Pages without the shell around them. */
export const isPlainPage = (pathname: string) => isOpenPage(pathname) || pathname === '/welcome';
