export type { SandboxFault } from './faults.js';
export type { SandboxOptions } from './options.js';
export { type SandboxModelProfile, sandboxModels } from './profiles.js';
export type { SandboxModelRequests, SandboxRequest, SandboxRequests } from './request-log.js';
export { type Sandbox, startSandbox } from './start-sandbox.js';
