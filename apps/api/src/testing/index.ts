export * from './test-app.js';
export { AnswerCheck, answerCheck, expectNoFaults } from './answers.js';
export { CountedStatements } from './counted-statements.js';
export { PoisonedConsumers } from './poisoned-consumers.js';
