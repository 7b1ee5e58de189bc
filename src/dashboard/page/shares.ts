import { count, usd } from '../plots/figures.js';
import { shareBar } from '../plots/share-bar.js';
import { visible } from '../plots/visible.js';
import { drawn, el } from './dom.js';
import type { State } from './state.js';

const tiers = ['simple', 'medium', 'complex'] as const;

/** Who has how much of the whole: tiers of the calls, targets of the attempts. */
export function createShares() {
  const byTier = el('div', { class: 'share-holder' });
  const byTarget = el('div', { class: 'share-holder' });
  const part = (id: string, title: string, holder: HTMLElement) =>
    el('figure', { id }, el('h3', {}, title), holder);
  return {
    element: el(
      'div',
      { class: 'card shares' },
      part('tiers', 'Calls by tier', byTier),
      part('shares', 'Attempts by target', byTarget),
    ),
    show({ report }: State): void {
      const tierParts = tiers
        .filter(tier => report.tiers[tier].calls > 0)
        .map(tier => shareOf(tier, report.tiers[tier].calls, report.tiers[tier].costUsd));
      const targetParts = Object.entries(report.targets)
        .filter(([, { requests }]) => requests > 0)
        .sort(([, one], [, other]) => other.requests - one.requests)
        .map(([id, { requests, costUsd }]) => shareOf(id, requests, costUsd));
      show(byTier, 'Calls by tier', tierParts);
      show(byTarget, 'Attempts by target', targetParts);
    },
  };
}

const shareOf = (name: string, value: number, costUsd: number) => ({
  name,
  value,
  detail: `${count(value)}, ${usd(costUsd)}`,
});

function show(holder: HTMLElement, title: string, parts: readonly ReturnType<typeof shareOf>[]): void {
  const width = Math.floor(holder.clientWidth);
  if (width === 0) return;
  const label = `${title}: ${parts.map(one => `${visible(one.name)} ${one.detail}`).join('; ') || 'nothing yet'}`;
  holder.replaceChildren(drawn(shareBar({ label, parts, width, emptyText: 'No calls yet' })));
}
