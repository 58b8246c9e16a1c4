import { GoogleGenAI } from '@google/genai/web';

Object.assign(window, { GoogleGenAI });
