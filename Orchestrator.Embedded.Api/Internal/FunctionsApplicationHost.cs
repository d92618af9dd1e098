using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace Orchestrator.Embedded.Api.Internal;

/// <summary>Where FunctionsApplication.CreateBuilder finds the host. It flows with the call, so that hosts in one process do not meet.</summary>
internal static class FunctionsApplicationHost
{
    private static readonly AsyncLocal<IFunctionsApplicationHost?> Host = new();

    public static IFunctionsApplicationHost? Current
    {
        get => Host.Value;
        set => Host.Value = value;
    }

    /// <exception cref="InvalidOperationException">No host runs this app.</exception>
    public static IFunctionsApplicationHost Required => Current ?? throw new InvalidOperationException(
        "This Functions app does not run by itself: start it with `orc serve`, or build it with -p:FunctionsHost=Azure and run it on the Azure Functions host.");

    /// <summary>Makes what the builder builds the Functions app.</summary>
    public static IHostBuilder Attach(
        IHostBuilder builder,
        Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder>? configure,
        Action<WorkerOptions>? configureOptions,
        bool webApplication)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Required.Attach(builder, configure, configureOptions, webApplication);
        return builder;
    }
}
