import '../pages/page.js';
