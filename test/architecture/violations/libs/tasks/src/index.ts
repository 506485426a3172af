export const tasks = 'tasks';
