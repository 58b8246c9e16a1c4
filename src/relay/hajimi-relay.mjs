#!/usr/bin/env node
// The command: the version guard first, the program only behind it.
import './require-node.mjs';

void import('./relay.js');
