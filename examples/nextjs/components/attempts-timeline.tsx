import type { AttemptReport } from '@/lib/chat-message';
import { formatMs, formatUsd } from '@/lib/format';
import { timelineOf } from '@/lib/timeline';
import styles from './attempts-timeline.module.css';

/** The attempts on one line of time, each with how it ended in words. */
export function AttemptsTimeline({ attempts }: { attempts: readonly AttemptReport[] }) {
  return (
    <ol className={styles.timeline}>
      {timelineOf(attempts).map(({ attempt, fromRatio, lengthRatio }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer's attempts do not change
          key={index}
          data-outcome={attempt.outcome}
          data-target={attempt.target}
        >
          <span className={styles.target}>
            {attempt.target}
            {attempt.role !== undefined && <small> {attempt.role}</small>}
          </span>
          <span className={styles.outcome}>{endedHow(attempt)}</span>
          <span className={styles.track} aria-hidden="true">
            <span
              className={styles.bar}
              style={{ left: `${fromRatio * 100}%`, width: `max(4px, ${lengthRatio * 100}%)` }}
            />
          </span>
          <span className={styles.figures}>
            {formatMs(attempt.latencyMs)} ·{' '}
            {formatUsd(attempt.costNanoUsd === null ? null : attempt.costNanoUsd / 1e9)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function endedHow({ outcome, statusCode, errorClass }: AttemptReport): string {
  const why = statusCode ?? errorClass;
  return outcome === 'ok' || why === undefined ? outcome : `${outcome}, ${why}`;
}
