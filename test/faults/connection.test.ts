import { describe } from 'vitest';
import { connection } from './connection.js';
import { wall } from './pass-rule.js';

describe('connection', () => wall(connection));
