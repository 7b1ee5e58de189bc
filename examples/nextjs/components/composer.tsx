import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { type AnswerSettings, priorities, tierChoices } from '@/lib/chat-request';
import styles from './composer.module.css';

interface ComposerProps {
  readonly settings: AnswerSettings;
  readonly onSettings: (settings: AnswerSettings) => void;
  readonly isBusy: boolean;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

export function Composer({ settings, onSettings, isBusy, onSend, onStop }: ComposerProps) {
  const [text, setText] = useState('');
  const id = useId();

  function submit(event?: FormEvent): void {
    event?.preventDefault();
    if (isBusy || text.trim() === '') return;
    onSend(text);
    setText('');
  }

  function onKeyDown(event: KeyboardEvent): void {
    // An input method ends a word with Enter, too.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    submit(event);
  }

  return (
    <form className={styles.composer} onSubmit={submit}>
      <div className={styles.entry}>
        <label htmlFor={`${id}-text`} className="visually-hidden">
          Your message
        </label>
        <textarea
          id={`${id}-text`}
          rows={1}
          placeholder="Ask anything"
          value={text}
          maxLength={20_000}
          onChange={event => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {isBusy ? (
          <button type="button" className={styles.stop} onClick={onStop}>
            Stop
          </button>
        ) : (
          <button type="submit" disabled={text.trim() === ''}>
            Send
          </button>
        )}
      </div>
      <div className={styles.controls}>
        <fieldset className={styles.tiers}>
          <legend className="visually-hidden">Tier</legend>
          {tierChoices.map(tier => (
            <label key={tier}>
              <input
                type="radio"
                name={`${id}-tier`}
                value={tier}
                checked={settings.tier === tier}
                onChange={() => onSettings({ ...settings, tier })}
              />
              <span>{tier}</span>
            </label>
          ))}
        </fieldset>
        <PriceCap onCap={maxCostUsd => onSettings({ ...settings, maxCostUsd })} />
        <label className={styles.field}>
          <span>Priority</span>
          <select
            value={settings.priority}
            onChange={event =>
              onSettings({ ...settings, priority: event.target.value as AnswerSettings['priority'] })
            }
          >
            {priorities.map(priority => (
              <option key={priority}>{priority}</option>
            ))}
          </select>
        </label>
        <label className={styles.field}>
          <input
            type="checkbox"
            checked={settings.useTools}
            onChange={event => onSettings({ ...settings, useTools: event.target.checked })}
          />
          <span>Weather tool</span>
        </label>
      </div>
    </form>
  );
}

/** What is typed stays as it was typed; only a number above zero is a cap. */
function PriceCap({ onCap }: { onCap: (maxCostUsd: number | null) => void }) {
  const [typed, setTyped] = useState('');
  const capOf = (value: string) => (Number(value) > 0 && Number(value) <= 100 ? Number(value) : null);
  return (
    <label className={styles.field}>
      <span>Cap, $</span>
      <input
        inputMode="decimal"
        placeholder="none"
        size={7}
        maxLength={12}
        value={typed}
        aria-invalid={typed.trim() !== '' && capOf(typed) === null}
        onChange={event => {
          setTyped(event.target.value);
          onCap(capOf(event.target.value));
        }}
      />
    </label>
  );
}
