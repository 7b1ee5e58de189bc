'use client';

import { useId, useState } from 'react';
import { formatUsd } from '@/lib/format';
import type { ModelNow, ModelsNow } from '@/lib/models-now';
import styles from './models-panel.module.css';

interface ModelsPanelProps {
  readonly now: ModelsNow;
  readonly onChanged: (now: ModelsNow) => void;
}

export function ModelsPanel({ now, onChanged }: ModelsPanelProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const { calls, costUsd, savedUsd } = now.totals;

  async function setBroken(id: string, isBroken: boolean): Promise<void> {
    const models = now.models.map(model => (model.id === id ? { ...model, isBroken } : model));
    onChanged({ ...now, models });
    const response = await fetch('/api/sandbox', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: id, isBroken }),
    }).catch(() => null);
    setProblem(response?.ok ? null : 'The server did not take that.');
    onChanged(response?.ok ? await response.json() : now);
  }

  return (
    <aside className={styles.panel} aria-label="Models">
      <dl className={styles.totals} data-testid="totals">
        <div>
          <dt>Answers</dt>
          <dd>{calls}</dd>
        </div>
        <div>
          <dt>Cost</dt>
          <dd>{formatUsd(costUsd)}</dd>
        </div>
        <div>
          <dt>Saved</dt>
          <dd className={savedUsd > 0 ? styles.saved : undefined}>{formatUsd(savedUsd)}</dd>
        </div>
      </dl>
      <button
        type="button"
        className={styles.fold}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        Models
      </button>
      <div id={listId} className={styles.list} data-open={isOpen}>
        <h2>Models</h2>
        <ul>
          {now.models.map(model => (
            <Model key={model.id} model={model} canBreak={now.isSandbox} onBroken={setBroken} />
          ))}
        </ul>
        {now.isSandbox && (
          <p className={styles.hint}>Break a model, and see who answers instead. Also while it is writing.</p>
        )}
        {problem !== null && <p role="alert">{problem}</p>}
      </div>
    </aside>
  );
}

interface ModelProps {
  readonly model: ModelNow;
  readonly canBreak: boolean;
  readonly onBroken: (id: string, isBroken: boolean) => void;
}

function Model({ model, canBreak, onBroken }: ModelProps) {
  const { id, circuit, requests, errors, outputUsdPerMTok, isBroken } = model;
  return (
    <li className={styles.model} data-model={id} data-circuit={circuit}>
      <div>
        <strong>{id}</strong>
        <small>
          {outputUsdPerMTok !== null && <>{formatUsd(outputUsdPerMTok)} per MTok · </>}
          {requests} asked{errors > 0 && <>, {errors} failed</>}
        </small>
        <small className={styles.circuit}>circuit {circuit}</small>
      </div>
      {canBreak && (
        <label className={styles.switch}>
          <input
            type="checkbox"
            role="switch"
            aria-checked={isBroken}
            checked={isBroken}
            onChange={event => onBroken(id, event.target.checked)}
          />
          <span className="visually-hidden">Break {id}</span>
          <span aria-hidden="true">{isBroken ? 'broken' : 'works'}</span>
        </label>
      )}
    </li>
  );
}
