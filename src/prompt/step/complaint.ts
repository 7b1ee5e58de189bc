/** A complaint says what is wrong at its beginning, or what to do at its end; an error's dump may stand between. */
const lookedAt = 500;
/** Longer than this, and it is an ask of its own. */
const longestByHand = 4_000;

/** One cheap look before the others: without one of these words there is no complaint. */
const mayComplain =
  /json|valid|pars|schema|constraint|tool|errors|format|ответ|respuesta|resposta|réponse|antwort|hợp lệ|无效|不合法|不是有效|解析|不符合|無効|不正|正しく|유효|올바/i;

/** What libraries and harnesses write, word for word: LangChain, Instructor, Pydantic AI, the AI SDK's examples, Cline, Aider. */
const byMachine = [
  /did not satisfy the constraints given in the/i,
  /recall the function correctly, fix the errors/i,
  /correct your json only response/i,
  /validation (?:error found|feedback):[\s\S]{0,500}fix the errors/i,
  /tried to call the tool[\s\S]*please fix the (?:inputs|arguments)/i,
  /you did not use a tool in your previous response/i,
  /did not conform to the edit format/i,
  /search\/replace blocks? failed to match/i,
];

/** What people write of an answer that could not be used: it is the answer that is wrong, not something that they ask about. */
const byHand = [
  /\b(?:your|the (?:previous|last|above)|that) (?:previous |last |json )?(?:output|response|answer|reply|json|result)\b[^\n]{0,80}?\b(?:invalid|malformed|not (?:a )?valid|(?:is|was)n['’]t (?:a )?valid|(?:could not|couldn['’]t|cannot|can['’]t) be parsed|failed (?:to parse|validation|schema)|(?:does|did)(?: not|n['’]t) (?:parse|match|conform|follow|validate))/i,
  /^[^\n]{0,40}\b(?:invalid|malformed) (?:json|output|response)\b[\s\S]{0,200}?\b(?:try again|fix (?:it|this|that)|correct (?:it|this|that)|return only|respond (?:only )?with|answer (?:only )?with)/i,
  /(?:твой|ваш|предыдущий) ответ[^\n]{0,60}(?:не является|невалид|некоррект|не соответствует)/i,
  /(?:tu|la|su) (?:respuesta|salida)[^\n]{0,60}(?:no es (?:un )?(?:json )?v[áa]lid|inv[áa]lid|no cumple)/i,
  /(?:tua|sua|a) (?:resposta|saída)[^\n]{0,60}(?:não é (?:um )?(?:json )?válid|inválid)/i,
  /(?:ta|votre|la) (?:réponse|sortie)[^\n]{0,60}(?:n['’]est pas (?:un )?(?:json )?valide|invalide)/i,
  /(?:deine|ihre|die) (?:antwort|ausgabe)[^\n]{0,60}(?:kein gültiges|nicht gültig|ungültig)/i,
  /(?:你的|上面的|上一个|刚才的)[^\n]{0,10}(?:json|输出|回复|回答|结果)[^\n]{0,20}(?:无效|不合法|不是有效|解析失败|不符合)/i,
  /(?:前の|先ほどの|あなたの)[^\n]{0,10}(?:json|出力|回答)[^\n]{0,20}(?:無効|不正|正しくありません|パースできません)/i,
  /(?:이전|방금|당신의)[^\n]{0,10}(?:json|출력|응답|답변)[^\n]{0,20}(?:유효하지|올바르지)/i,
  /(?:json|đầu ra|câu trả lời|phản hồi) (?:của bạn|trước)[^\n]{0,40}không hợp lệ/i,
];

/**
 * Whether a user turn says that the answer before it could not be used, so that the ask is an earlier one. What people
 * write counts only right after an answer (`followsAnswer`).
 */
export function isComplaint(text: string, followsAnswer: boolean): boolean {
  const looked = text.length <= 2 * lookedAt ? text : `${text.slice(0, lookedAt)}\n${text.slice(-lookedAt)}`;
  if (!mayComplain.test(looked)) return false;
  if (byMachine.some(pattern => pattern.test(looked))) return true;
  return followsAnswer && text.length <= longestByHand && byHand.some(pattern => pattern.test(looked));
}
