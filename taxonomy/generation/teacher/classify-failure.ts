import { TeacherError } from './teacher';

// How servers say that a prompt and its answer do not fit: vLLM, llama.cpp, LM Studio, OpenAI and similar.
const tooLong =
  /context[ _-]?(length|size|window|limit)|maximum context|prompt is too long|too many tokens|exceed_context|max(imum)?[ _](completion_|new_|output_)?tokens.{0,80}(too large|must be|exceed|less than|at most|range|>|<=)|token count.{0,40}exceeds|maximum number of tokens|must have (less|fewer) than \d+ tokens|max_model_len|max_seq_len|\bn_ctx\b|上下文|长度超过|超过.{0,20}长度/i;
const loading = /load(?:ing|ed yet)|warming|starting up|initiali[sz]|not ready|still (?:being )?(?:start|load)/i;
const outOfMoney = /insufficient_quota|exceeded your current quota|credit balance|payment required/i;
const LONGEST_WAIT_MS = 60_000;

/** A refusal by its status. `said` is the server's message, with the key already removed. */
export function failureOfStatus(
  status: number,
  said: string,
  context: { host: string; model: string; retryAfter?: string | undefined; body?: string },
): TeacherError {
  const { host, model, body = '' } = context;
  const refusal = { said, body };
  const quote = said ? ` It said: “${said}”${/[.!?]$/.test(said) ? '' : '.'}` : '';
  if (status === 413 && !tooLong.test(said)) {
    return new TeacherError(
      'too_long',
      `${host} does not accept a request of this size (413).${quote} Raise the limit of the server, or of the gateway in front of it.`,
      { refusal },
    );
  }
  if (tooLong.test(said)) {
    return new TeacherError(
      'too_long',
      `The request does not fit the context of ${model}.${quote} Use a teacher with a longer context.`,
      { refusal },
    );
  }
  if (status === 401 || status === 403) {
    return new TeacherError(
      'auth',
      `${host} does not accept the API key (${status}).${quote} Check the teacher's key in Settings.`,
    );
  }
  if (status === 402 || (status === 429 && outOfMoney.test(said))) {
    return new TeacherError(
      'auth',
      `The account at ${host} has no credit left (${status}).${quote} Top it up or use another teacher.`,
    );
  }
  if (status === 407) return proxyWantsPassword();
  const wait = retryAfterOf(context.retryAfter);
  if (status === 429 || status === 408) {
    return new TeacherError(
      'rate_limit',
      `${host} asks for fewer requests (${status}).${quote}${wait.words}`,
      wait.options,
    );
  }
  if (status === 404 || status === 405) {
    const what = /model|deployment/i.test(said) ? `knows no model “${model}”` : 'has no chat at this address';
    return new TeacherError(
      'refused_request',
      `${host} ${what} (${status}).${quote} Check the model, and the address, which often ends in /v1.`,
    );
  }
  if (status >= 300 && status < 400) {
    return new TeacherError(
      'refused_request',
      `${host} redirects to another address (${status}). Redirects are not followed, so that the key goes nowhere else: name the final address.`,
    );
  }
  if (status === 501) return new TeacherError('refused_request', `${host} cannot do this (501).${quote}`);
  if (status >= 500 && loading.test(said)) {
    return new TeacherError(
      'loading',
      `${host} is still loading the model (${status}).${quote}${wait.words}`,
      wait.options,
    );
  }
  // Templates that cannot take a request fail with 500 in some servers.
  if (status >= 500) {
    const options = { ...wait.options, refusal };
    return new TeacherError('overloaded', `${host} failed (${status}).${quote}${wait.words}`, options);
  }
  const isPlainHttp = /plain HTTP request|HTTP request to an HTTPS|speaking plain HTTP/i.test(said);
  const remedy = isPlainHttp ? ' Begin the address with https://.' : '';
  return new TeacherError('refused_request', `${host} refused the request (${status}).${quote}${remedy}`, { refusal });
}

/** The wait that the server asks for, and a note when it is longer than Seedleaf waits. */
function retryAfterOf(header: string | undefined): { options: { retryAfterMs?: number }; words: string } {
  const retryAfterMs = retryAfterMsOf(header);
  if (retryAfterMs === undefined) return { options: {}, words: '' };
  if (retryAfterMs <= LONGEST_WAIT_MS) return { options: { retryAfterMs }, words: '' };
  const asked = `${Math.round(retryAfterMs / 1000).toLocaleString('en')} s`;
  return {
    options: { retryAfterMs: LONGEST_WAIT_MS },
    words: ` It asks to wait ${asked} (Retry-After); Seedleaf asks again after ${LONGEST_WAIT_MS / 1000} s.`,
  };
}

/** The milliseconds in a Retry-After header, given in seconds or as a date. */
export function retryAfterMsOf(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  if (Number.isNaN(wait)) return undefined;
  return Math.round(Math.max(wait, 0));
}

const CLOSED = 'closed the connection';

const remedies: Record<string, string> = {
  ENOTFOUND: 'has no address: the name does not exist. Check its spelling',
  EAI_AGAIN: 'could not be resolved. Check the network',
  ECONNREFUSED: 'refuses connections. Check that the server runs and listens on this port',
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  UND_ERR_SOCKET: CLOSED,
  EHOSTUNREACH: 'cannot be reached from here. Check the network',
  ENETUNREACH: 'cannot be reached from here. Check the network',
  ETIMEDOUT: 'does not answer connections. Check the address and any firewall',
  UND_ERR_CONNECT_TIMEOUT: 'does not answer connections. Check the address and any firewall',
  EPROTO: 'does not speak the protocol of the address. Try http:// instead of https://, or the other way round',
};

/** A call that failed without an answer: the network, TLS, or a timeout. */
export function failureOfConnection(error: unknown, url: URL, proxy?: string): TeacherError {
  const { host, protocol } = url;
  const root = rootOf(error);
  if (root instanceof TeacherError) return root;
  const code = codeOf(root);
  const proxyStatus = root instanceof Error ? /^Proxy response \((\d+)\)/.exec(root.message)?.[1] : undefined;
  if (proxyStatus === '407' || (root instanceof Error && root.message.startsWith('Proxy Authentication Required')))
    return proxyWantsPassword();
  if (proxyStatus !== undefined) {
    return new TeacherError(
      'unreachable',
      `${host} cannot be reached: the proxy ${hostOf(proxy)} answered ${proxyStatus}.`,
    );
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new TeacherError('timeout', `${host} took too long to answer.`, { cause: error });
  }
  if (
    code.startsWith('HPE_') ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    code === 'UND_ERR_HEADERS_OVERFLOW'
  ) {
    return new TeacherError(
      'bad_answer',
      `${host} sends invalid HTTP (${code}). Check that the address is a teacher's, and whether it begins with https://.`,
      { cause: error },
    );
  }
  if (code.includes('CERT') || code.includes('SELF_SIGNED') || code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE') {
    return new TeacherError(
      'refused_request',
      `The certificate of ${host} is not trusted (${code}). If it comes from your own authority, start Seedleaf with ` +
        'NODE_EXTRA_CA_CERTS=/path/to/authority.pem; if it has run out or names another host, correct it on the server.',
      { cause: error },
    );
  }
  const what =
    remedies[code.startsWith('ERR_SSL_') ? 'EPROTO' : code] ?? `cannot be reached (${code || 'unknown reason'})`;
  const by =
    proxy === undefined
      ? ''
      : ` It is reached through the proxy ${hostOf(proxy)} (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY); list its host in NO_PROXY to go without.`;
  const other = protocol === 'http:' && what === CLOSED ? ' If it expects https, begin its address with https://.' : '';
  return new TeacherError('unreachable', `${host} ${what}.${other}${by}`, { cause: error });
}

/** Without the name and password that a proxy's address may contain. */
const hostOf = (proxy: string | undefined): string => (proxy && URL.canParse(proxy) ? new URL(proxy).host : '');

const proxyWantsPassword = () =>
  new TeacherError(
    'refused_request',
    'The proxy requires authentication (407). Put a user name and password into the variable: HTTPS_PROXY=http://name:password@host:port.',
  );

/** Node tries several addresses of a name and reports them together; the first failure is enough. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return rootOf(error.errors[0]);
  if (error instanceof TeacherError) return error;
  if (error instanceof Error && error.cause instanceof Error && codeOf(error) === '') return rootOf(error.cause);
  return error;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name === 'HTTPParserError' ? 'HPE_UNKNOWN' : '';
}
