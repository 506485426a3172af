export * from './billing-fixture.js';
