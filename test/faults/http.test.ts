import { describe } from 'vitest';
import { httpFaults } from './http.js';
import { wall } from './pass-rule.js';

describe('http', () => wall(httpFaults));
