@echo off
chcp 65001 >nul
cd /d "%~dp0"
where py >nul 2>nul
if errorlevel 1 (python run.py lab) else (py run.py lab)
if errorlevel 1 pause
