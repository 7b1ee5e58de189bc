/** A shorter text is judged whole. */
const shortCharacters = 1_200;
/** The label of the material stands near the beginning, that of the question behind it. */
const openingCharacters = 600;

const contextLabel =
  /(?:^|\n)[ \t#*]*(?:context|documents?|background|passages?|контекст|документы|kontext|contexte|contexto|contesto|ngữ cảnh|上下文|背景|コンテキスト|문맥)[^\n:：]{0,40}[:：]/i;
const questionLabel =
  /\n[ \t#*]*(?:(?:user(?:'s)? )?(?:question|query|request)|вопрос|frage|pregunta|pergunta|domanda|câu hỏi|问题|問題|質問|질문)[ \t*]*[:：]/gi;

/** What is asked about a long context that is labelled as such: what stands before its label, and from the question's on. */
export function withoutLabelledContext(text: string): string {
  if (text.length <= shortCharacters) return text;
  const context = contextLabel.exec(text.slice(0, openingCharacters));
  if (context === null) return text;
  const from = Math.max(context.index, text.length - openingCharacters * 4);
  const tail = text.slice(from);
  const questions = [...tail.matchAll(questionLabel)];
  const last = questions.at(-1);
  if (last === undefined) return text;
  return `${text.slice(0, context.index)}\n${tail.slice(last.index)}`.trim();
}
