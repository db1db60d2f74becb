import { quote } from '../text';
import type { Rule, RuleText } from './rule';

/** What models call themselves, by language. Abbreviations have their capitals: “ai” and “ia” are Italian words. */
const en = String.raw`an? (?:(?:ai|artificial intelligence)(?: (?:language )?model| assistant| chatbot)?|(?:large )?language model|llm|virtual assistant|chatbot)`;
const de = String.raw`(?:eine? )?(?:(?:große[sn]? )?(?:KI-)?Sprachmodell|KI(?:-(?:Modell|System|Assistent(?:in)?|Sprachmodell))?|[Kk]ünstliche Intelligenz|virtueller Assistent|Chatbot)`;
const fr = String.raw`(?:qu['’](?:une? )?|que |une? )(?:IA|intelligence artificielle|(?:grand )?modèle de langage|assistant (?:virtuel|IA)|agent conversationnel|chatbot)`;
const es = String.raw`(?:una? )?(?:IA|inteligencia artificial|modelo de lenguaje(?: de IA)?|asistente (?:virtual|de IA)|chatbot)`;
const pt = String.raw`(?:uma? )?(?:IA|inteligência artificial|modelo de linguagem(?: de IA)?|assistente (?:virtual|de IA)|chatbot)`;
const it = String.raw`(?:un['’] ?|una? )?(?:IA|AI|intelligenza artificiale|modello linguistico|assistente virtuale|chatbot)`;
const nl = String.raw`(?:een )?(?:AI(?:-(?:model|assistent|taalmodel))?|kunstmatige intelligentie|(?:groot )?taalmodel|chatbot)`;
const pl = String.raw`(?:AI|SI|sztuczna inteligencja|(?:duży )?model językowy|asystent AI)`;
const ru = String.raw`(?:ИИ(?:-(?:ассистент|модель))?|искусственный интеллект|(?:большая )?языковая модель|виртуальный ассистент)`;

/** Whole words: \b knows only the letters of English. */
const words = (pattern: string, flags = 'u') =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`, flags);

/** Shortly after, in the same sentence. */
const near = String.raw`[^.!?\n]{0,40}(?<![\p{L}\p{N}])`;

/** “I am an AI” and “as an AI, I …”, not “an AI” alone or “as an AI, it …”: a text may be about one. */
const selves = [
  words(`as ${en}${near}(?:i|my|me)`, 'iu'),
  words(`i(?:['’]m| am) (?:just |only |merely )?${en}`, 'iu'),
  words(`my (?:training data|knowledge cut-?off|last (?:knowledge )?update|programming)`, 'iu'),
  words(`i (?:do not|don['’]t) have personal (?:opinions|feelings|experiences|beliefs)`, 'iu'),
  words(`i (?:do not|don['’]t) have access to (?:real-time|the internet|current)`, 'iu'),
  words(`[Aa]ls ${de}${near}(?:ich|mir|mich|meine?[mnrs]?)`),
  words(`(?:[Ii]ch bin|bin ich) (?:ja |nur |lediglich |bloß |selbst )?eine? ${de}`),
  words(`[Ee]n tant ${fr}${near}(?:je|j(?=['’])|m(?=['’])|mon|ma|mes|me|moi)`),
  words(`[Jj]e (?:ne )?suis (?:juste |seulement )?(?:qu['’])?${fr}`),
  words(
    `(?:[Cc]omo|[Ss]iendo|[Aa]l ser) ${es}${near}(?:no (?:puedo|tengo|poseo|soy)|mis?|me|yo|soy|puedo|tengo|estoy)`,
  ),
  words(`[Ss]oy (?:solo |sólo |solamente )?${es}`),
  words(`(?:[Cc]omo|[Ss]endo) ${pt}${near}(?:não (?:posso|tenho|sou)|minhas?|meus?|eu|sou|posso|tenho|estou)`),
  words(`[Ss]ou (?:apenas |só )?${pt}`),
  words(`(?:[Cc]ome|[Ii]n quanto|[Ee]ssendo) ${it}${near}(?:non (?:posso|ho|sono)|mi[ao]?|miei|io|posso)`),
  words(`[Ss]ono (?:solo |soltanto )?un['’a]?a? ?${it}`),
  words(`[Aa]ls ${nl}${near}(?:ik|mijn)`),
  words(`[Ii]k ben (?:slechts |maar |gewoon )?${nl}`),
  words(`[Jj]ako ${pl}${near}(?:mam|mogę|jestem|moj[aei]|mój|moim)`),
  words(`[Jj]estem (?:tylko )?${pl}`),
  words(`(?:[Кк]ак|[Бб]удучи) ${ru}${near}(?:я|мне|меня|мо[йяеи])`),
  words(`[Яя](?: —)?(?: всего лишь| просто| только)? ${ru}`),
  words(`[Yy]apay zek[aâ](?: \\p{L}{1,15}){0,2} olarak${near}(?:ben|bana|benim)`),
  /(?:作为|作為)(?:一个|一個|一款|一名|一种)?(?:AI|人工智能|人工智慧|大?(?:语言|語言)模型)[^。！？\n]{0,20}我/u,
  /我(?:只)?是(?:一个|一個|一款|一名|一种)?(?:AI|人工智能|人工智慧|大?(?:语言|語言)模型)/u,
  /(?:私|わたし|僕)は、?(?:AI|人工知能|(?:大規模)?言語モデル)/u,
  /(?:AI|人工知能|言語モデル)(?:アシスタント|モデル)?として、?(?:の)?(?:私|お答え|個人的)/u,
  /(?:AI|인공지능|언어 모델)(?:로서|으로서)[, ]{0,3}(?:저는|제가|저의)|저는 (?:AI|인공지능|(?:대규모 )?언어 모델)/u,
];

const verbs = [
  'am|is|are|was|were|have|had|do|did|can|could|may|might|should|would',
  'bin|ist|sind|war|waren|habe|hat|hatte|kann|konnte|könnte|darf|soll|sollte|würde|werde|wird|gibt',
  'est-ce|suis-je|puis-je|était|ben|heb|heeft|kan|mag|zou',
].join('|');

/**
 * “As an AI, was …?” No subject comes before the verb, so the sentence speaks of no other AI: it is a model that asks or is
 * asked.
 */
const opening = new RegExp(
  String.raw`(?:^|[.!?:\n]) {0,3}(?:[Aa]s ${en}|[Aa]ls (?:${de}|${nl})|[Ee]n tant ${fr}), (?:${verbs})(?![\p{L}\p{N}'’])`,
  'iu',
);

/** What shows that a text is about models. */
const topics = [
  /(?<![\p{L}\p{N}])(?:AIs?|KIs?|IA|LLMs?|ИИ|SI)(?![\p{L}\p{N}])/u,
  words(
    String.raw`ai|(?:language|ai) models?|chatbots?|assistants?|artificial intelligence|sprachmodelle?[ns]?|künstlichen? intelligenz|intelligence artificielle|modèles? de langage|inteligencia artificial|inteligência artificial|modelos? de (?:lenguaje|linguagem)|intelligenza artificiale|modell[oi] linguistic[oi]|kunstmatige intelligentie|taalmodel(?:len)?|sztuczn\p{L}{1,3} inteligencj\p{L}{1,2}|искусственн\p{L}{2,3} интеллект\p{L}{0,2}|языков\p{L}{2,3} модел\p{L}{1,3}|yapay zek\p{L}{1,8}`,
    'iu',
  ),
  /人工智[能慧]|(?:语言|語言)模型|人工知能|言語モデル|인공지능|언어 모델/u,
];
const isAboutModels = (text: string): boolean => topics.some((topic) => topic.test(text));

export const selfReference: Rule = {
  name: 'self_reference',
  find({ context, question, answer }, seeds = []) {
    const asked = opening.exec(question)?.[0];
    if (asked !== undefined && !isAboutModels(context ?? '') && !seeds.some(mentionsModels))
      return `The question is asked as if by or of a model: ${quote(asked.trim())}`;
    // Where the question is about a model, its answer may speak as one.
    if (isAboutModels(question)) return null;
    const match = firstMatch([...selves, opening], answer);
    return match ? `The answer speaks of itself as a model: ${quote(match)}` : null;
  },
};

const mentionsModels = ({ context, question, answer }: RuleText): boolean =>
  isAboutModels(`${context ?? ''}\n${question}\n${answer}`);

function firstMatch(patterns: readonly RegExp[], text: string): string | null {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return match[0].trim();
  }
  return null;
}
