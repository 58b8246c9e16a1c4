import { describeAnswers } from './answer-cases.ts';
import { appDriver as driver } from './app-driver.ts';
import { describeBodies } from './body-cases.ts';
import { describeHttp } from './cases.ts';
import { describeClients } from './client-cases.ts';
import { describeRequests } from './request-cases.ts';

describeHttp(driver('network'));
describeBodies(driver('network'));
describeHttp(driver('site'));
describeBodies(driver('site'));
describeRequests(driver('network'));
describeRequests(driver('site'));
describeAnswers(driver('network'));
describeClients(driver('network'));
describeAnswers(driver('site'));
