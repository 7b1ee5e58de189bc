import { useId } from 'react';
import type { AnswerReport } from '@/lib/chat-message';
import { formatMs, formatSaved, formatUsd } from '@/lib/format';
import styles from './answer-badge.module.css';
import { WhyThisModel } from './why-this-model';

/** Which model answered, of which tier, in what time and at what cost; opens the why. */
export function AnswerBadge({ report }: { report: AnswerReport }) {
  const id = useId();
  const { tier, model, target, latencyMs, costUsd, savedUsd, baselineCostUsd, attempts } = report;
  const saved = formatSaved(savedUsd, baselineCostUsd);
  const failed = attempts.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped').length;
  return (
    <>
      <button type="button" className={styles.badge} popoverTarget={id} data-testid="badge" data-tier={tier}>
        {tier !== null && <strong>{tier}</strong>}
        <span>{model ?? target ?? 'no model'}</span>
        <span>{formatMs(latencyMs)}</span>
        <span>{formatUsd(costUsd)}</span>
        {saved !== null && (
          <span className={savedUsd !== null && savedUsd < 0 ? styles.dearer : styles.saved}>{saved}</span>
        )}
        {failed > 0 && <span className={styles.failover}>failover</span>}
        <span className={styles.why}>Why this model?</span>
      </button>
      <WhyThisModel id={id} report={report} />
    </>
  );
}
