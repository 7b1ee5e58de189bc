import type { CatalogueModel } from './join.js';
import { newerThatSupersede, oldestMonths } from './vendors.js';

/** Whether a model was released too long before the day of the prices to be listed without being named. */
export function isOld(releaseDate: string | undefined, asOf: string): boolean {
  if (releaseDate === undefined) return false;
  const [year, month, day] = asOf.split('-').map(Number) as [number, number, number];
  const oldest = new Date(Date.UTC(year, month - 1 - oldestMonths, day)).toISOString().slice(0, 10);
  return releaseDate < oldest;
}

/** Whether so many newer models of its line cost no more that nothing speaks for it. */
export function isSuperseded(model: CatalogueModel, models: readonly CatalogueModel[]): boolean {
  const { line, version } = lineOf(model.id);
  const better = models.filter(({ id, price }) => {
    const other = lineOf(id);
    return (
      other.line === line &&
      other.version > version &&
      price.input <= model.price.input &&
      price.output <= model.price.output
    );
  });
  return better.length >= newerThatSupersede;
}

/** `claude-opus-4.5` is version 4.5 of `claude-opus-#`. */
function lineOf(id: string): { readonly line: string; readonly version: number } {
  const [version] = /\d+(\.\d+)?/.exec(id) ?? ['0'];
  return { line: id.replace(version, '#'), version: Number(version) };
}
