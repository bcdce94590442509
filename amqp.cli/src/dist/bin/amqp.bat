@rem SPDX-License-Identifier: MPL-2.0
@rem The amqp command, from an unpacked package: with the Java runtime beside it, or else JAVA_HOME's, or the one on the path.
@echo off
setlocal
set "home=%~dp0.."
if exist "%home%\runtime\bin\java.exe" (
    set "java=%home%\runtime\bin\java.exe"
) else if defined JAVA_HOME (
    set "java=%JAVA_HOME%\bin\java.exe"
) else (
    set "java=java.exe"
)
"%java%" -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Dfile.encoding=UTF-8 -cp "%home%\lib\*" amqp.cli.Amqp %*
exit /b %ERRORLEVEL%
