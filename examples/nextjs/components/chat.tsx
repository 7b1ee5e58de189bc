'use client';

import { useChat } from '@ai-sdk/react';
import { DefaultChatTransport } from 'ai';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChatMessage } from '@/lib/chat-message';
import type { AnswerSettings } from '@/lib/chat-request';
import type { ModelsNow } from '@/lib/models-now';
import styles from './chat.module.css';
import { Composer } from './composer';
import { Failure } from './failure';
import { Message } from './message';
import { ModelsPanel } from './models-panel';
import { Welcome } from './welcome';

const transport = new DefaultChatTransport<ChatMessage>({ api: '/api/chat' });

const settingsAtFirst: AnswerSettings = {
  tier: 'auto',
  maxCostUsd: null,
  priority: 'normal',
  useTools: false,
};

export function Chat({ modelsAtFirst }: { modelsAtFirst: ModelsNow }) {
  const [settings, setSettings] = useState(settingsAtFirst);
  const [now, setNow] = useState(modelsAtFirst);
  const { messages, sendMessage, regenerate, status, stop, error, clearError } = useChat<ChatMessage>({
    transport,
    throttle: 40,
  });
  const isBusy = status === 'submitted' || status === 'streaming';
  const end = useRef<HTMLDivElement>(null);

  const refresh = useCallback(async () => {
    const response = await fetch('/api/models').catch(() => null);
    if (response?.ok) setNow(await response.json());
  }, []);

  // An answer that has ended has changed the counts, and perhaps a circuit.
  useEffect(() => {
    if (!isBusy) void refresh();
  }, [isBusy, refresh]);

  // An open circuit becomes half-open by time alone.
  const isHealing = now.models.some(({ circuit }) => circuit !== 'closed');
  useEffect(() => {
    if (!isHealing) return;
    const timer = setInterval(refresh, 2_000);
    return () => clearInterval(timer);
  }, [isHealing, refresh]);

  const isEmpty = messages.length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each part of an answer moves the end
  useEffect(() => {
    if (!isEmpty) end.current?.scrollIntoView({ block: 'end' });
  }, [messages, error, isEmpty]);

  function send(text: string): void {
    clearError();
    void sendMessage({ text }, { body: settings });
  }

  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1 className={styles.title}>Routed chat</h1>
        {now.isSandbox && (
          <span className={styles.pill} title="No HOLYSHEEP_API_KEY is set: a sandbox answers.">
            simulated<span className={styles.wide}> answers</span>
          </span>
        )}
        {/* A page of its own, not one of this app's: no `Link`. */}
        <a className={styles.link} href="/dashboard" target="_blank" rel="noreferrer">
          Dashboard
        </a>
      </header>
      <div className={styles.columns}>
        <main className={styles.main}>
          <div
            className={styles.log}
            role="log"
            aria-label="Conversation"
            aria-live="polite"
            aria-busy={isBusy}
          >
            {isEmpty && <Welcome onPick={send} />}
            {messages.map((message, index) => (
              <Message
                key={message.id}
                message={message}
                isWriting={isBusy && index === messages.length - 1 && message.role === 'assistant'}
              />
            ))}
            {status === 'submitted' && (
              <p className={styles.waiting}>
                <span className={styles.dots} aria-hidden="true" />
                Choosing a model…
              </p>
            )}
            {error !== undefined && (
              <Failure text={error.message} onRetry={() => regenerate({ body: settings })} />
            )}
            <div ref={end} className={styles.end} />
          </div>
          <Composer
            settings={settings}
            onSettings={setSettings}
            isBusy={isBusy}
            onSend={send}
            onStop={stop}
          />
        </main>
        <ModelsPanel now={now} onChanged={setNow} />
      </div>
    </div>
  );
}
