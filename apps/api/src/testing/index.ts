export * from './test-app.js';
export { AnswerCheck, expectNoFaults } from './answers.js';
