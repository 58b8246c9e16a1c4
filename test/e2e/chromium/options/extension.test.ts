import { describeConfigPage } from '../../specs/options.ts';

describeConfigPage('extension');
