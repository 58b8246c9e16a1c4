import { describeConfigPage } from '../../support/options-specs.ts';

describeConfigPage('extension');
