/** Words that lists of leaked passwords begin with, in a few languages, and what is at hand here. */
const commonWords = `
  password passwort passwords contrasena motdepasse senha parola haslo wachtwoord mima kennwort losenord salasana
  letmein welcome willkommen bienvenue bienvenido changeme default secret geheim topsecret access master login signin
  admin administrator root superuser user guest test tester testing example sample demo temp temporary
  iloveyou loveyou lovely princess princesa sunshine dragon monkey shadow superman batman spiderman pokemon starwars
  football baseball basketball soccer hockey liverpool chelsea barcelona arsenal juventus michael jordan jennifer
  computer internet google facebook microsoft linkedin samsung iphone android windows linux ubuntu
  qwerty qwertz azerty asdf asdfgh zxcvbn yxcvbn qwertyuiop qwertzuiop asdfghjkl zxcvbnm abcdef abcdefg abcdefgh abcabc
  trustno whatever nothing something freedom summer winter spring autumn monday friday january december
  sommer herbst hallo hello helloworld correcthorsebatterystaple
  seedleaf taxonomy curator reviewer teacher student owner viewer
`
  .trim()
  .split(/\s+/);

const common = new Set(commonWords);

/** Rows of keyboards, and the alphabet: any run of them is no secret. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];

const TOO_FEW_SIGNS = 5;

/**
 * Why a password is easy to guess, in words for whoever chose it; null when nothing speaks against it. Length is
 * checked by the contract; this finds what guessers try first.
 *
 * @param owner A password made of one's own name or e-mail is no secret.
 */
export function weaknessOf(password: string, owner: { name: string; email: string }): string | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < TOO_FEW_SIGNS) return `Use at least ${TOO_FEW_SIGNS} different characters in the password.`;
  const email = owner.email.toLowerCase();
  const own = [email, ...email.split(/[@.+_-]/), ...owner.name.normalize('NFKC').toLowerCase().split(/\s+/)];
  const left = withoutFiller(own.filter((part) => part.length >= 3).reduce(remove, plain));
  if (left.length < 4 && plain.length > left.length)
    return 'The password is made of your own name or e-mail. Choose another.';
  if ([plain, lettersOf(withoutFiller(plain))].some(isCommon))
    return 'Guessers try this password first. Choose another, such as four unrelated words.';
  return null;
}

/** True when nothing is left without common words, runs of a keyboard and repetition. */
function isCommon(text: string): boolean {
  const unit = shortestUnit(withoutFiller(text));
  const words = [...common].filter((word) => unit.includes(word)).toSorted((a, b) => b.length - a.length);
  const rest = withoutRuns(words.reduce(remove, unit));
  return withoutFiller(rest).length < 3;
}

const remove = (text: string, part: string) => text.replaceAll(part, '');

/** Signs, digits at the end and blanks between: `password12!` is `password`. */
const withoutFiller = (text: string) => text.replaceAll(/[\p{P}\p{S}\s]/gu, '').replace(/\d{1,4}$/, '');

/** `p4ssw0rd` is `password`. */
function lettersOf(text: string): string {
  const letters: Record<string, string> = {
    '0': 'o',
    '1': 'l',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  };
  return Array.from(text, (sign) => letters[sign] ?? sign).join('');
}

/** `abcabcabc` is `abc`. */
function shortestUnit(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit;
  }
  return text;
}

/** Without pieces of at least four signs that follow each other on a keyboard or in the alphabet, either way round. */
function withoutRuns(text: string): string {
  const all = rows.flatMap((row) => [row, Array.from(row).toReversed().join('')]);
  for (let from = 0; from + 4 <= text.length; from++) {
    for (let to = text.length; to >= from + 4; to--) {
      const piece = text.slice(from, to);
      if (all.some((row) => row.includes(piece))) return withoutRuns(text.slice(0, from) + text.slice(to));
    }
  }
  return text;
}
