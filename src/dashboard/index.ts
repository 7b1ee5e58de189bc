export { dashboard } from './dashboard.js';
export type { DashboardOptions } from './options.js';
export type { DashboardSource, SourceReport } from './source.js';
