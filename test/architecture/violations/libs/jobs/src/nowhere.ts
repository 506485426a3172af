// Breaks resolvable. Read by the check only, so the compiler's complaint is silenced.
// @ts-expect-error there is no such module
export { nothing } from '#nowhere';
