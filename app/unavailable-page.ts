const AGAIN_SECONDS = 5;

/**
 * What a page answers while the database does not: complete in itself, because everything else of a page needs the
 * database. It asks for the same page again by itself, without scripts.
 *
 * @param outage What is wrong, in a sentence.
 */
export function unavailablePage(outage: string, nonce: string): Response {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${AGAIN_SECONDS}">
<title>Seedleaf is waiting for its database</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; text-align: center; padding: 1rem; box-sizing: border-box;
  font: 14px/20px system-ui, sans-serif; background: light-dark(#fbfcfd, #0e1216); color: light-dark(#16202a, #dde5ec); }
h1 { font-size: 18px; line-height: 24px; margin: 0 0 8px; }
p { margin: 0 0 4px; color: light-dark(#59636d, #98a4af); }
</style>
</head>
<body>
<main>
<h1>${outage}</h1>
<p>Seedleaf tries again every ${AGAIN_SECONDS} seconds. Nothing you saved is lost.</p>
<p>If this does not pass, look at the terminal where Seedleaf runs.</p>
</main>
</body>
</html>
`;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(body, { status: 503, headers: { ...headers, 'retry-after': String(AGAIN_SECONDS) } });
}
