import { describe } from 'vitest';
import { continuationFaults } from './continuation.js';
import { wall } from './pass-rule.js';

describe('continuation', () => wall(continuationFaults));
