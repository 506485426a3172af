import { Module } from '@nestjs/common';
import { type Step } from './contracts/step.js';
import { credentialsConfig } from './credentials/credentials.config.js';
import { CREDENTIALS_SETTINGS, FilmCredentials } from './credentials/film-credentials.js';
import { KeptResults } from './kept-results.js';
import { StepFiles } from './step-files.js';
import { STEPS, Steps } from './steps.js';

/** Kinds of work, by class and by type. Needs the modules of assets and integrations, which are global. */
@Module({
  providers: [
    StepFiles,
    KeptResults,
    FilmCredentials,
    { provide: CREDENTIALS_SETTINGS, useFactory: () => credentialsConfig() },
    ...STEPS,
    { provide: Steps, inject: [...STEPS], useFactory: (...all: Step<never, object>[]) => new Steps(all) },
  ],
  exports: [StepFiles, KeptResults, Steps, ...STEPS],
})
export class StepsModule {}
