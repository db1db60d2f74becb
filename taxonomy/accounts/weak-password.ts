/** Words at the top of lists of leaked passwords, in a few languages, and words of this product. */
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

/** Keyboard rows and the alphabet. Runs of these are easy to guess. */
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
 * Explains why a password is easy to guess; null when it is not. Length is checked by the contract; this finds what
 * attackers try first.
 *
 * @param owner The person who chose it: their name and e-mail are easy to guess.
 */
export function weaknessOf(password: string, owner: { name: string; email: string }): string | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < TOO_FEW_SIGNS) return `Use at least ${TOO_FEW_SIGNS} different characters in the password.`;
  const email = owner.email.toLowerCase();
  const own = [email, ...email.split(/[@.+_-]/), ...owner.name.normalize('NFKC').toLowerCase().split(/\s+/)];
  const left = withoutFiller(own.filter((part) => part.length >= 3).reduce(remove, plain));
  if (left.length < 4 && plain.length > left.length)
    return 'The password is based on your name or e-mail. Choose another.';
  if ([plain, lettersOf(withoutFiller(plain)), lettersOf(plain.replace(/\P{L}+$/u, ''))].some(isCommon))
    return 'This password is easy to guess. Choose another, such as four unrelated words.';
  return null;
}

/** True when little remains after removing common words, keyboard runs and repetition. */
function isCommon(text: string): boolean {
  const unit = shortestUnit(withoutFiller(text));
  const words = [...common].filter((word) => unit.includes(word)).toSorted((a, b) => b.length - a.length);
  const rest = withoutRuns(words.reduce(remove, unit));
  return withoutFiller(rest).length < 3;
}

const remove = (text: string, part: string) => text.replaceAll(part, '');

/** Removes symbols, spaces and digits at the end: `password12!` becomes `password`. */
const withoutFiller = (text: string) => text.replaceAll(/[\p{P}\p{S}\s]/gu, '').replace(/\d{1,4}$/, '');

/** Replaces look-alikes with letters: `p4ssw0rd` and `p@$$w0rd` become `password`. */
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

/** Reduces repetition: `abcabcabc` becomes `abc`. */
function shortestUnit(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit;
  }
  return text;
}

/** Removes runs of four or more neighbours on a keyboard or in the alphabet, in either direction. */
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
