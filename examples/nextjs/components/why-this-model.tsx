import type { AnswerReport } from '@/lib/chat-message';
import { formatMs, formatUsd } from '@/lib/format';
import { AttemptsTimeline } from './attempts-timeline';
import styles from './why-this-model.module.css';

/** Closes with Escape and with a click outside; the browser sees to both, and to where the focus goes. */
export function WhyThisModel({ id, report }: { id: string; report: AnswerReport }) {
  const { tier, ruledTier, score, confidence, task, reasons, attempts, calls, estimated } = report;
  const { inputTokens, outputTokens } = report.usage;
  return (
    <div
      id={id}
      popover="auto"
      role="dialog"
      aria-labelledby={`${id}-title`}
      className={styles.panel}
      data-testid="why"
    >
      <h3 id={`${id}-title`}>Why {report.model ?? 'no model'}</h3>
      <p className={styles.verdict}>
        {task !== null && <>A “{task}” task. </>}
        {tier !== null && (
          <>
            Tier <strong data-tier={tier}>{tier}</strong>
            {ruledTier !== null && ruledTier !== tier && <>, a step up from {ruledTier}</>}.
          </>
        )}
      </p>
      {score !== null && <Meter label="Score" ratio={score} />}
      {confidence !== null && <Meter label="Confidence" ratio={confidence} />}
      <h4>
        {attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`}
        {calls > 1 && ` in ${calls} calls`}
      </h4>
      <AttemptsTimeline attempts={attempts} />
      <h4>Reasons</h4>
      <ul className={styles.reasons}>
        {reasons.map(reason => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <dl className={styles.facts}>
        <Fact
          term="First content"
          value={report.firstContentMs === null ? '–' : formatMs(report.firstContentMs)}
        />
        <Fact term="In line" value={formatMs(report.queuedMs)} />
        <Fact term="Tokens in" value={String(inputTokens ?? '–')} />
        <Fact term="Tokens out" value={String(outputTokens ?? '–')} />
        <Fact term={estimated ? 'Cost (estimated)' : 'Cost'} value={formatUsd(report.costUsd)} />
        <Fact term="Baseline" value={formatUsd(report.baselineCostUsd)} />
      </dl>
    </div>
  );
}

function Meter({ label, ratio }: { label: string; ratio: number }) {
  return (
    <div className={styles.meter}>
      <span>{label}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${ratio * 100}%` }} />
      </span>
      <span>{ratio.toFixed(2)}</span>
    </div>
  );
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}
