import { describe } from 'vitest';
import { budgetFaults } from './budgets.js';
import { wall } from './pass-rule.js';

describe('budgets', () => wall(budgetFaults));
