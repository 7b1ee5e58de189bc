import { describe } from 'vitest';
import { overload } from './overload.js';
import { wall } from './pass-rule.js';

describe('overload', () => wall(overload, { sideBySide: false }));
