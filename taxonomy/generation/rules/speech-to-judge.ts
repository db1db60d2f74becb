/** The text in the form in which it is searched: one case, one kind of space, and nothing invisible between letters. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '')
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .replace(/\s+/g, ' ');

const graders = '(?:grader|judge|evaluator|assessor|examiner|marker|scorer|rater|grading model|judging model)s?';
const grades = '(?:score|scores|grade|rating|mark|marks|points?|verdict)';

/**
 * What tells a reader to drop its own instructions, or speaks to whoever grades. Generous, because a match only holds a
 * row for a person and never drops it. Every gap has a limit, so that the search takes linear time.
 */
const phrases: readonly RegExp[] = [
  // English
  /\b(?:ignore|disregard|forget|override|skip|do not follow|don't follow)\b.{0,25}\b(?:previous|prior|above|earlier|preceding|foregoing|system|original|all|any|your|other|these|those)\b.{0,25}\b(?:instructions?|prompts?|rules|guidelines|directions|commands|criteria|rubric)\b/,
  new RegExp(
    `\\b(?:as|dear|attention|note to|message to|hey|hello),? (?:the |an? |any |our |my |all |you,? the )?(?:ai |llm |human )?${graders}\\b[^.!?]{0,40}\\b(?:give|award|assign|rate|score|grade|mark|say|answer|reply|respond|output|write|return|must|should|please|pass|accept|approve|reject)\\b`,
  ),
  new RegExp(`\\b(?:dear|attention|note to|message to) (?:the |an? |any |our |all )?(?:ai |llm |human )?${graders}\\b`),
  new RegExp(`\\b(?:for|to) (?:the |any |all )?${graders} ?:`),
  new RegExp(`\\byou(?: are|'re) (?:now )?(?:the |an? |my )?(?:ai |llm |fair |kind |lenient )?${graders}\\b`),
  new RegExp(
    `\\b(?:give|award|assign|rate|score|grade|mark) (?:this|it|the above|me|my|that)\\b.{0,30}\\b(?:${grades}|full|highest|maximum|perfect|top|best|[0-9]{1,2} (?:of|out of|/) ?[0-9]{1,3})\\b`,
  ),
  /\b(?:rate|score|grade|mark) (?:this|it|me|my (?:answer|response|text))\b.{0,20}\b(?:as |with |at )?(?:an? )?\d{1,3}\b/,
  new RegExp(
    `\\b(?:give|award|assign)\\b.{0,20}\\b(?:answer|question|response|pair|text|sample|row)\\b.{0,20}\\b(?:${grades}|full|highest|maximum|perfect|[0-9]{1,2}\\b)`,
  ),
  /\b(?:output|answer|respond|reply|say|write|return|print|end)\b.{0,20}\b(?:score|verdict|rating)\b ?(?::|=|is) ?["'*]?(?:\d|yes|no|safe|pass)/,
  /\b(?:new|updated|real|actual|hidden) (?:system )?(?:instructions?|prompt) ?:/,
  /\b(?:end|close) of (?:the )?(?:document|text|context|question|answer|material|section|prompt)\b.{0,40}\b(?:instructions?|now|you (?:must|should|are))\b/,
  // German
  /\b(?:ignorier|missacht|vergiss|vergesst|vergessen sie|übergeh|beachte nicht)\S{0,12}.{0,30}\b(?:vorherig|vorig|bisherig|obig|früher|alle|sämtliche|deine|ihre|eure|diese)\S{0,12}.{0,25}(?:anweisung|instruktion|regel|vorgabe|befehl|prompt|kriteri)/,
  /\b(?:als|an (?:den|die)|liebe[r]?) (?:\S{1,20} )?(?:gutachter|prüfer|bewerter|richter|juror|korrektor|preisrichter)(?:in|innen|s)?\b.{0,40}\b(?:gib|gebt|geben|vergib|vergeben|bewert|antwort|sag|schreib|muss|sollst|soll|bitte)/,
  /\b(?:bewerte|benote|vergib|gib|geben sie)\b.{0,30}\b(?:antwort|frage|text|beispiel)\b.{0,30}(?:punkt|note|bestnote|höchst|volle|\b\d\b)/,
  // French
  /\b(?:ignor|oubli|néglig|ne suis pas|ne tiens pas compte)\S{0,12}.{0,30}\b(?:instruction|consigne|règle|directive|ordre)s?\b.{0,30}(?:précédent|ci-dessus|antérieur|initial|système|\btoutes\b)/,
  /\b(?:ignor|oubli|néglig)\S{0,12}.{0,12}\b(?:toutes|vos|tes|les)\b.{0,25}\b(?:instructions|consignes|règles|directives)\b/,
  /\b(?:en tant que|cher|chère|au) (?:\S{1,12} )?(?:correcteur|correctrice|juge|évaluateur|évaluatrice|examinateur|examinatrice|noteur)s?\b.{0,40}\b(?:donne|attribue|accorde|note|mets|répond|dis|doi[st]|devez|veuillez)/,
  /\b(?:donne|attribue|accorde|mets)[a-z]{0,2}\b.{0,30}\b(?:note|score|points?)\b.{0,20}(?:maxim|plus haut|parfait|\b\d{1,2}\b)/,
  // Spanish, Portuguese, Italian
  /\b(?:ignor|olvid|desatiend|descart|desconsider|esque|dimentic|trascur)\S{0,12}.{0,30}\b(?:instruc|instruç|istruzion|regla|regra|regole|orden|comando|indicac|prompt)\S{0,12}.{0,30}(?:anterior|previa|prévia|preced|arriba|acima|sopra|sistema|todas|tutte)/,
  /\b(?:ignor|olvid|desconsider|esque|dimentic)\S{0,12}.{0,12}\b(?:todas|tus|sus|suas|tutte|le)\b.{0,25}\b(?:instruc|instruç|istruzion)/,
  /\b(?:como|come|estimado|querido|caro|prezado|gentile) (?:\S{1,12} )?(?:evaluador|evaluadora|juez|jueza|calificador|corrector|avaliador|avaliadora|juiz|juíza|corretor|giudice|valutatore|valutatrice|esaminatore|correttore)\b.{0,40}(?:\bda\b|\bdé\b|\bdê\b|\bdai\b|\bdare\b|otorga|asigna|atribu|assegna|califica|pontu|debe|deve|devi|responde|rispondi|responda)/,
  /(?:\bda\b|\bdale\b|\bdê\b|\bdai\b|otorga|asigna|atribua|assegna)\S{0,12}.{0,30}\b(?:puntuación|puntaje|calificación|nota|pontuação|punteggio|voto|puntos|pontos|punti)\b.{0,20}(?:máxim|massim|más alt|mais alt|più alt|\b\d{1,2}\b)/,
  // Dutch, Polish, Turkish
  /\b(?:negeer|vergeet)\b.{0,30}\b(?:instructies|aanwijzingen|regels|opdrachten)\b/,
  /(?:zignoruj|pomiń|zapomnij).{0,30}(?:instrukc|polece|zasad)/,
  /(?:önceki|yukarıdaki|tüm|bütün).{0,25}(?:talimat|yönerge|komut|kural).{0,20}(?:yoksay|görmezden|unut|dikkate alma)/,
  // Russian, Ukrainian
  /(?:игнорир|забуд|не обращай|не выполняй|ігнору).{0,40}(?:инструкц|указани|правил|команд|інструкц|вказів)/,
  /(?:как|уважаем\S{0,4}|ты|вы) (?:\S{1,15} )?(?:судь|оценщик|проверяющ|эксперт|экзаменатор|рецензент).{0,40}(?:постав|дай|оцен|ответ|должен|должн|напиши)/,
  /(?:постав|дай).{0,30}(?:балл|оценк).{0,20}(?:максимал|высш|\d)|(?:максимальн|высш)\S{0,4} (?:балл|оценк)/,
  // Arabic, Hindi
  /(?:تجاهل|انس|اهمل|أهمل).{0,30}(?:التعليمات|الأوامر|القواعد|الإرشادات)/,
  /(?:पिछले|पहले|ऊपर|सभी|सारे).{0,25}(?:निर्देश|आदेश|नियम).{0,25}(?:अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल)/,
  // Chinese, Japanese, Korean: words stand without spaces
  /(?:忽略|无视|無視|忘记|忘記|忘掉|不要理会|不要理會|不要遵守|请勿遵守).{0,16}(?:指令|指示|提示词|提示詞|说明|說明|规则|規則|要求|命令)/,
  /(?:作为|作為|身为|身為|亲爱的|親愛的|尊敬的).{0,6}(?:评分|評分|评判|評判|评审|評審|评委|評委|裁判|法官|考官|阅卷|閱卷|打分).{0,20}(?:给|給|打|请|請|应|應|必须|必須)/,
  /(?:给|給|打出?|评为|評為).{0,10}(?:满分|滿分|最高分|[0-9一二三四五十百]{1,3}分(?!钟|鐘))/,
  /(?:指示|命令|ルール|プロンプト|規則|指令).{0,8}(?:無視|忘れ|従わない)/,
  /(?:採点者|評価者|審査員|審判|判定者).{0,4}(?:として|へ|さん|の皆).{0,30}(?:点|満点|評価|与え|付け|つけ|答え|してください)/,
  /(?:이전|위의|앞의|모든|기존).{0,10}(?:지시|명령|지침|규칙|프롬프트).{0,8}(?:무시|잊)/,
  /(?:채점자|평가자|심사위원|심판).{0,4}(?:로서|으로서|님|에게).{0,30}(?:점|만점|평가|주세요|하세요)/,
];

/** Verdicts in the forms in which judges give them, and marks that frame a prompt. Case and line ends count in some. */
const marks: readonly RegExp[] = [
  // Not after a word: x[[1]] is an index.
  /(?<![\w)\]])\[\[ ?(?:\d{1,3}|[a-e]|yes|no|safe|unsafe|pass|fail|good|bad)(?:\.\d)? ?\]\]/i,
  /^[\s*_`#>"']{0,6}(?:score|verdict|rating|grade)\s?:[\s*_`"']{0,4}(?:\d{1,3}|yes|no|safe|unsafe|pass|fail)\b/im,
  /<(?:score|verdict|rating|grade|judgement|judgment|decision)>\s{0,3}[\w. ]{1,10}<\//i,
  /\[\/?(?:QUESTION|ANSWER|CONTEXT|TEXT|END|UNANSWERABLE)\]/,
  /<\/?[a-z]{1,20} [0-9a-f]{6,16}>/i,
  /<\/(?:task|domain|outline|headings|document|context|question|answer|material|instructions?)\s{0,3}>/i,
  /^\s{0,3}Task: judge-[a-z]/m,
  /<\|[a-z_]{2,40}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:start|end)_of_turn>/i,
  /^#{1,6}\s?(?:system|system prompt|new instructions?|instructions? (?:to|for) the (?:judge|grader|evaluator|model|ai))\s?:?\s*$/im,
];

/** The characters around a phrase that are shown with it. */
const AROUND = 40;

/**
 * What a text says to the judge that reads it, such as “ignore the previous instructions” or a verdict in the form of a
 * judge's own; null when it says nothing to it. Takes linear time.
 *
 * It errs on the side of finding something, because a row is only held for it. A task may well be about grading.
 */
export function speechToJudge(text: string): string | null {
  for (const mark of marks) {
    const match = mark.exec(text);
    if (match) return around(text, match);
  }
  const searched = plain(text);
  for (const phrase of phrases) {
    const match = phrase.exec(searched);
    if (match) return around(searched, match);
  }
  return null;
}

const around = (text: string, { index, 0: found }: RegExpExecArray): string =>
  text.slice(Math.max(0, text.lastIndexOf(' ', Math.max(0, index - AROUND)) + 1), index).slice(-AROUND) +
  text.slice(index, index + found.length + AROUND);
