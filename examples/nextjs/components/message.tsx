import { isToolUIPart } from 'ai';
import type { ChatMessage } from '@/lib/chat-message';
import { AnswerBadge } from './answer-badge';
import styles from './message.module.css';

export function Message({ message, isWriting }: { message: ChatMessage; isWriting: boolean }) {
  const isAnswer = message.role === 'assistant';
  const report = message.metadata?.routed;
  const parts = message.parts.map((part, index) => {
    // Parts are only ever added, so that a place is a name.
    const key = `${message.id}-${index}`;
    if (part.type === 'text')
      return (
        <p key={key} className={styles.text}>
          {part.text}
        </p>
      );
    if (part.type === 'tool-weather' && part.state === 'output-available') {
      const { city, sky, celsius } = part.output;
      return (
        <p key={key} className={styles.tool}>
          weather in {city}: {sky}, {celsius} °C
        </p>
      );
    }
    if (isToolUIPart(part))
      return (
        <p key={key} className={styles.tool}>
          {part.state === 'output-error' ? 'The tool failed.' : 'Asking a tool…'}
        </p>
      );
    return null;
  });
  // It failed before its first word: the failure is told below.
  if (isAnswer && report === undefined && parts.every(part => part === null)) return null;

  return (
    <article
      className={isAnswer ? styles.answer : styles.ask}
      data-role={message.role}
      data-writing={isWriting}
    >
      <h2 className="visually-hidden">{isAnswer ? 'Answer' : 'You'}</h2>
      {parts}
      {report !== undefined && !isWriting && <AnswerBadge report={report} />}
    </article>
  );
}
