// Stands in for the native @vscode/native-watchdog: ends this process when the one that started it is gone.
exports.start = (pid) => {
  const look = () => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  };
  setInterval(look, 1000).unref();
  return 0;
};
