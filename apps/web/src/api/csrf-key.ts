/** Where the token is kept that proves a request to be ours. */
export const CSRF_KEY = 'kadr.csrf';
