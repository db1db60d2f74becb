/** Pages that a stranger may see. */
const openPages = ['/sign-in', '/claim'];

export const isOpenPage = (pathname: string) => openPages.includes(pathname);

/** Pages that stand by themselves, without the shell around them. */
export const isPlainPage = (pathname: string) => isOpenPage(pathname) || pathname === '/welcome';
