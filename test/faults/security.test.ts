import { describe } from 'vitest';
import { wall } from './pass-rule.js';
import { security } from './security.js';

describe('security', () => wall(security));
