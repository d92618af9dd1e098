using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace Orchestrator.Embedded.Api.Internal;

/// <summary>Whoever runs the Functions assembly; <see cref="FunctionsApplicationHost.Current"/> names it while Program.cs runs.</summary>
internal interface IFunctionsApplicationHost
{
    IFunctionsApplicationBackend CreateBackend(string[] args);

    /// <summary>Makes what a generic host builder builds the app. It may be called again for the same builder.</summary>
    void Attach(
        IHostBuilder builder,
        Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder>? configure,
        Action<WorkerOptions>? configureOptions,
        bool webApplication);
}
