import '../api/client.js';
