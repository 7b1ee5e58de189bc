import styles from './welcome.module.css';

const asks = [
  { text: 'Translate: Hello world to Vietnamese', tier: 'simple' },
  { text: 'Explain how TCP slow start works', tier: 'medium' },
  { text: 'Prove that the square root of 2 is irrational', tier: 'complex' },
] as const;

export function Welcome({ onPick }: { onPick: (text: string) => void }) {
  return (
    <section className={styles.welcome}>
      <h2>Each question goes to the cheapest model that will answer it well.</h2>
      <p>Every answer says which one that was, why, and what it cost. Try one:</p>
      <ul>
        {asks.map(({ text, tier }) => (
          <li key={text}>
            <button type="button" onClick={() => onPick(text)}>
              <span>{text}</span>
              <small data-tier={tier}>{tier}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
