import { describe } from 'vitest';
import { wall } from './pass-rule.js';
import { streamFaults } from './stream.js';

describe('stream', () => wall(streamFaults));
