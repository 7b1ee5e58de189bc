import type { Chore } from '../../core/traits.js';

/** The instruction stands at the beginning of a text, or at its end behind the transcript. */
const openingCharacters = 400;
const closingCharacters = 300;
/** Of a system text: an assistant that among other things may name a chat has that further down. */
const systemOpeningCharacters = 240;

/** One cheap look before the others. */
const mayBeChore =
  /titl|headline|\bname\b|tags?\b|summar|títul|titre|titel|titolo|загол|назван|tiêu đề|标题|標題|题目|タイトル|제목|resum|résum|zusammen|riassum|итог|перескаж|суммир|tóm tắt|总结|概括|要約|요약/i;

const talk = '(?:chat|conversation|thread|dialogue|dialog|session)';
const make = '(?:generate|create|write|provide|suggest|give|produce|output|come up with)';
/** What is made is the title itself, and not a thing that has one. */
const few = String.raw`(?:(?!\b(?:that|which|where|who|with|to|and|of|for|in)\b)[^.\n]){0,60}?`;

const titles: readonly RegExp[] = [
  new RegExp(
    String.raw`\b${make}\b${few}\b(?:title|headline|name)\b[^.\n]{0,60}\b(?:${talk}|discussion)\b`,
    'i',
  ),
  new RegExp(String.raw`\b${make}\b${few}\b${talk} (?:title|name)\b`, 'i'),
  new RegExp(
    String.raw`\b${make} a [^.\n]{0,30}\btitle\b[^.\n]{0,30}\b(?:the|a|this|user'?s?)\b[^.\n]{0,20}\b(?:first|initial|opening)\b[^.\n]{0,20}\b(?:message|prompt)`,
    'i',
  ),
  /(?:gener|cre|escri|sugi|proporcion)[a-zéí]*[^.\n]{0,60}t[íi]tulo[^.\n]{0,60}(?:conversaci|conversa|chat|bate-papo|diálogo)/i,
  /(?:g[ée]n[èée]r|cr[ée]|[ée]cri|propos|donn)[a-zé]*[^.\n]{0,60}titre[^.\n]{0,60}(?:conversation|discussion|chat)/i,
  /(?:erstell|generier|schreib|gib)[a-z]*[^.\n]{0,60}titel[^.\n]{0,60}(?:unterhaltung|gespräch|konversation|chat)/i,
  /(?:gener|cre|scriv|propon)[a-z]*[^.\n]{0,60}titolo[^.\n]{0,60}(?:conversazione|chat)/i,
  /(?:созда|сгенерир|придума|напиш|состав)[а-я]*[^.\n]{0,60}(?:заголов|назван)[а-я]*[^.\n]{0,60}(?:чат|бесед|разговор|диалог|переписк)/i,
  /(?:tạo|viết|đặt)[^.\n]{0,60}tiêu đề[^.\n]{0,60}(?:trò chuyện|hội thoại|đoạn chat)/i,
  /(?:对话|對話|会话|會話|聊天)[^。\n]{0,40}(?:标题|標題|题目)|(?:生成|起|拟|写|提供)[^。\n]{0,40}(?:标题|標題)[^。\n]{0,30}(?:对话|對話|会话|會話|聊天)/,
  /(?:会話|チャット|対話)[^。\n]{0,40}タイトル[^。\n]{0,40}(?:生成|作成|付け|つけ|考え)/,
  /(?:대화|채팅)[^.\n]{0,40}제목[^.\n]{0,40}(?:생성|작성|만들|지어)/,
];
const titleGenerator = new RegExp(
  String.raw`^[\s#*-]*you are an? (?:[a-z]+ )?(?:${talk} )?title[ -]generator\b`,
  'i',
);

const tags: readonly RegExp[] = [
  new RegExp(String.raw`\b${make}\b${few}\btags?\b[^.\n]{0,80}\b(?:${talk}|chat history|discussion)\b`, 'i'),
];

const summaries: readonly RegExp[] = [
  new RegExp(
    String.raw`\bsummari[sz]e (?:this|the|our|the following|the above) (?:[a-z]+ )?(?:${talk}|chat history)\b`,
    'i',
  ),
  new RegExp(String.raw`\bsummary of (?:this|the|our) (?:[a-z]+ )?(?:${talk}|chat history)\b`, 'i'),
  /resum[ea] (?:esta|la|a|essa) (?:conversaci|conversa)/i,
  /résume[zr]? (?:cette|la) (?:conversation|discussion)/i,
  /fass[et]* (?:dieses|das|diese|die) (?:gespräch|unterhaltung|konversation|chat)[^.\n]{0,20} zusammen/i,
  /riassumi (?:questa|la) conversazione/i,
  /(?:суммируй|перескажи|подведи итог)[^.\n]{0,30}(?:бесед|чат|разговор|диалог)/i,
  /tóm tắt (?:cuộc|đoạn) (?:trò chuyện|hội thoại|chat)/i,
  /(?:总结|概括)[^。\n]{0,10}(?:对话|会话|聊天)/,
  /(?:会話|チャット|対話)(?:の内容)?を(?:[^。\n]{0,10})要約/,
  /(?:대화|채팅)[^.\n]{0,10}요약/,
];
/** A summary that work goes on from is no chore: what it leaves out is lost. */
const isThorough = /detail|comprehensive|thorough|in[- ]depth|continu|exhaustive|подробн|详细|詳細|자세/i;

/** A thing that has a title: in whatever language, such an ask is none of a chat's own. */
const thing =
  /compon|func|funk|fonc|funz|class|klass|\bcode|código|codice|script|\bapi\b|\bsql\b|html|css|button|page|table|column|field|endpoint|schema|\bstory|novel|\bbook|essay|article|\bsong|\bpoem|movie|python|компонент|функци|класс|код|кноп|страниц|таблиц|роман|рассказ|函数|组件|代码|页面|小说|関数|コード|コンポーネント|画面|小説|함수|코드|컴포넌트|화면|hàm |thành phần|trang /i;
const aroundMatch = 30;

/** Where a text brings the conversation along. */
const transcript =
  /<(?:chat_history|conversation|messages|transcript|chat)\b|(?:chat history|conversation|transcript|messages?)\s*:|^\s*(?:user|human|assistant|ai|用户|助手|пользователь|ассистент|usuario|utilisateur|benutzer)\s*[:：]/im;

export interface ChoreFacts {
  /** As the user turn was written, a harness's text included. */
  readonly ask: string;
  readonly system: string;
  readonly turns: number;
  readonly toolCount: number;
  readonly maxOutputTokens: number | null;
}

/** So short an answer is a title, not an essay about one. */
const shortAnswerTokens = 300;

/**
 * What a chat asks for its own sake; null for all that a user may have asked. Precise rather than eager: a call with tools
 * is none, and where the instruction is a user turn, the conversation must be there too.
 */
export function choreOf({ ask, system, turns, toolCount, maxOutputTokens }: ChoreFacts): Chore | null {
  if (toolCount > 0) return null;
  const bySystem = choreOfSystem(system.slice(0, systemOpeningCharacters));
  if (bySystem !== null) return bySystem;
  const opening =
    ask.length <= openingCharacters + closingCharacters
      ? ask
      : `${ask.slice(0, openingCharacters)}\n${ask.slice(-closingCharacters)}`;
  const chore = choreIn(opening);
  if (chore === null) return null;
  const hasConversation =
    turns > 1 || transcript.test(ask) || (maxOutputTokens !== null && maxOutputTokens <= shortAnswerTokens);
  return hasConversation ? chore : null;
}

const isOneOf = (patterns: readonly RegExp[], text: string): boolean =>
  patterns.some(pattern => {
    const found = pattern.exec(text);
    if (found === null) return false;
    const end = found.index + found[0].length;
    const before = text
      .slice(Math.max(0, found.index - aroundMatch), found.index)
      .split('\n')
      .at(-1);
    const after = text.slice(end, end + aroundMatch).split('\n')[0];
    return !thing.test(`${before}${found[0]}${after}`);
  });

function choreOfSystem(opening: string): Chore | null {
  if (!mayBeChore.test(opening)) return null;
  if (titleGenerator.test(opening) || isOneOf(titles, opening)) return 'title';
  return isOneOf(tags, opening) ? 'tags' : null;
}

function choreIn(opening: string): Chore | null {
  if (!mayBeChore.test(opening)) return null;
  if (isOneOf(titles, opening)) return 'title';
  if (isOneOf(tags, opening)) return 'tags';
  return isOneOf(summaries, opening) && !isThorough.test(opening) ? 'summary' : null;
}
