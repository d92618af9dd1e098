using Orchestrator.Cli;

return await CommandLineApplication.RunAsync(args, SystemServices.Create()).ConfigureAwait(false);
