using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Entry point of a Functions app.</summary>
public class FunctionsApplication
{
    /// <exception cref="InvalidOperationException">No host runs this app.</exception>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) =>
        new(FunctionsApplicationHost.Required.CreateBackend(args));
}
