// Plots as SVG text: a square of shares.
const colours = ['#1f77b4', '#d62728', '#2ca02c', '#7f7f7f', '#9467bd', '#ff7f0e'];

/** @param lines { name, points: [x, y][] }[] within 0..most on both axes */
export function plot({ title, x, y, lines, most = 1, dots = false }) {
  const at = value => 60 + (value / most) * 400;
  const up = value => 440 - (value / most) * 400;
  const grid = [0, 0.25, 0.5, 0.75, 1].map(part => {
    const value = part * most;
    return `<path d="M60 ${up(value)}H460M${at(value)} 40V440" stroke="#ddd"/><text x="52" y="${up(value) + 4}" text-anchor="end">${value.toFixed(2)}</text><text x="${at(value)}" y="456" text-anchor="middle">${value.toFixed(2)}</text>`;
  });
  const drawn = lines.map(({ name, points }, each) => {
    const colour = colours[each % colours.length];
    const path = points
      .map(([px, py], place) => `${place ? 'L' : 'M'}${at(px).toFixed(1)} ${up(py).toFixed(1)}`)
      .join('');
    const marks = dots
      ? points
          .map(
            ([px, py]) =>
              `<circle cx="${at(px).toFixed(1)}" cy="${up(py).toFixed(1)}" r="3" fill="${colour}"/>`,
          )
          .join('')
      : '';
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${marks}<text x="480" y="${60 + 20 * each}" fill="${colour}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 500" font-family="sans-serif" font-size="12"><rect width="660" height="500" fill="#fff"/><text x="260" y="24" text-anchor="middle" font-size="15">${title}</text>${grid.join('')}<text x="260" y="482" text-anchor="middle">${x}</text><text x="16" y="240" transform="rotate(-90 16 240)" text-anchor="middle">${y}</text>${drawn.join('')}</svg>\n`;
}
