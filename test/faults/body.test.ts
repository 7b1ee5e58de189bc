import { describe } from 'vitest';
import { bodyFaults } from './body.js';
import { wall } from './pass-rule.js';

describe('body', () => wall(bodyFaults));
