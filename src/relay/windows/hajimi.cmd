@echo off
rem Double-click to start the Hajimi relay. Settings go into a file .env in the folder of package.json.
chcp 65001 >nul
cd /d "%~dp0..\..\.."
where node >nul 2>nul
if errorlevel 1 (
  echo Node.js 20.19 or newer is needed. 需要 Node.js 20.19 或更高版本。 https://nodejs.org
  pause
  exit /b 1
)
if not exist dist\relay\hajimi-relay.js (
  node src\relay\require-node.mjs || (pause & exit /b 1)
  call npm ci
  call npm run build:relay
)
node dist\relay\hajimi-relay.js
pause
