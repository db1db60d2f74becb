import { getFileNameLowLevel, type Entry } from 'yauzl';

const UTF8_FLAG = 0x0800;
const UNICODE_PATH = 0x7075;

/** The name of an entry, in NFC. */
export type NameOf = (entry: Entry) => string;

/**
 * Finds the encoding of an archive's names from all names together. Names marked as UTF-8 or with a Unicode path field
 * (0x7075) are decoded as such, and ASCII needs no guess. The others are in some Windows code page: the one in which
 * all are valid and most letters are common.
 *
 * @returns null when there is no such code page.
 */
export function zipNames(entries: readonly Entry[]): NameOf | null {
  const unsure = entries.filter((entry) => !isSure(entry)).map((entry) => entry.fileNameRaw);
  const decode = unsure.length === 0 ? cp437 : bestDecoder(unsure);
  return decode && ((entry) => (isSure(entry) ? sureName(entry) : decode(entry.fileNameRaw)).normalize('NFC'));
}

const isSure = ({ generalPurposeBitFlag, extraFields, fileNameRaw }: Entry): boolean =>
  (generalPurposeBitFlag & UTF8_FLAG) !== 0 ||
  extraFields.some(({ id }) => id === UNICODE_PATH) ||
  fileNameRaw.every((byte) => byte < 0x80);

const sureName = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string =>
  getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);

type Decode = (raw: Uint8Array) => string;

function decoderOf(encoding: string): Decode {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (raw) => decoder.decode(raw);
}

/** The code page of DOS, the default of the zip format. TextDecoder does not know it. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const cp437: Decode = (raw) =>
  Array.from(raw, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : (CP437[byte - 0x80] ?? ''))).join('');

// The most common characters of each language, which also make up most folder names.
const simplified =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运鸟鱼花树历史艺术音乐数学医药语言诗词识技能';
const traditional =
  '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運鳥魚花樹歷史藝術音樂數學醫藥語言詩詞識技能';
const japanese =
  '日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住無真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古歌買悪図週室歩風紙黒花春赤青館屋色走秋夏習駅洋旅服夕借曜飲肉貸堂鳥飯勉冬昼茶弟牛魚兄犬妹姉漢歴史科芸術数詩知識技能';
const korean =
  '이다는의가에을로하고를지기사리어도자인시한나대은서그들으정해있스일수보아전라부만장제여주상조원구공성동과비유모신치관경문계국소화생오적무우마면선실진영안미용학식물새역연당재양산트명외음악방위말중드거세러게며던터술요바내달분개람';

/** The share of a text's characters that fit, from 0 to 1. */
const share = (text: string, fits: (character: string) => boolean): number => {
  const characters = Array.from(text);
  return characters.length === 0 ? 0 : characters.filter(fits).length / characters.length;
};
const shareOf = (common: string) => {
  const known = new Set(common);
  return (text: string) => share(text, (character) => known.has(character));
};
const kanji = new Set(japanese);

/** Decoders with the likelihood of their result. Among equals the first wins. */
const candidates: { decode: Decode; likely: (text: string) => number }[] = [
  // Some programs forget the flag. Other encodings are almost never valid UTF-8 by chance.
  { decode: decoderOf('utf-8'), likely: () => 2 },
  {
    decode: decoderOf('shift_jis'),
    likely: (text) => share(text, (each) => kanji.has(each) || /[\u3041-\u3096\u30a1-\u30fc]/.test(each)),
  },
  { decode: decoderOf('euc-kr'), likely: shareOf(korean) },
  { decode: decoderOf('gb18030'), likely: shareOf(simplified) },
  { decode: decoderOf('big5'), likely: shareOf(traditional) },
  { decode: decoderOf('ibm866'), likely: (text) => share(text, (each) => /[а-яё]/i.test(each)) },
  { decode: cp437, likely: (text) => share(text, (each) => /[À-ÿ]/.test(each)) },
];

/** Low, because names of places and people often have rare characters. */
const LIKELY_ENOUGH = 0.3;

function bestDecoder(names: readonly Uint8Array[]): Decode | null {
  // Single high bytes between ASCII letters are accents, not double-byte characters.
  const areAccents = names.every((name) =>
    name.every((byte, i) => byte < 0x80 || isLetter(name[i - 1]) || isLetter(name[i + 1])),
  );
  let best: { decode: Decode; score: number } | null = null;
  for (const { decode, likely } of candidates) {
    if (areAccents && decode !== cp437 && decode !== candidates[0]?.decode) continue;
    const texts = decoded(names, decode);
    const score = texts === null ? 0 : likely(texts.join('').replaceAll(/[ -~]/g, ''));
    if (score > (best?.score ?? 0)) best = { decode, score };
  }
  return best !== null && best.score >= LIKELY_ENOUGH ? best.decode : null;
}

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte)) && byte < 0x80;

function decoded(names: readonly Uint8Array[], decode: Decode): string[] | null {
  try {
    return names.map(decode);
  } catch {
    return null; // not valid in this code page
  }
}
