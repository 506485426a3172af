import '../../../../libs/jobs/src/index.js';
