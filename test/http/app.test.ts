import { describeAnswers } from './answer-cases.ts';
import { appDriver as driver } from './app-driver.ts';
import { describeHttp } from './cases.ts';
import { describeClients } from './client-cases.ts';
import { describeRequests } from './request-cases.ts';

describeHttp(driver('network'));
describeHttp(driver('site'));
describeRequests(driver('network'));
describeRequests(driver('site'));
describeAnswers(driver('network'));
describeClients(driver('network'));
describeAnswers(driver('site'));
