using KeyRotation.Sandbox.Commands;

return await CommandLine.RunAsync(args);
