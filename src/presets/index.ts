import { anthropic } from './anthropic.js';
import { deepseek } from './deepseek.js';
import { holysheep } from './holysheep.js';
import { openai } from './openai.js';

/** The providers that a target may name. Add one here. */
export const presets = { holysheep, openai, anthropic, deepseek } as const;
export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];
