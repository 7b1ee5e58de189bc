export type { FakeWorld } from './fake-world.js';
export { fakeWorld } from './fake-world.js';
export type { Script, ScriptedModel } from './scripted-model.js';
export { scriptedModel } from './scripted-model.js';
