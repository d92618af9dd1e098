using Microsoft.Azure.Functions.Worker;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Extensions.Hosting;

/// <summary>A Functions app on a generic host builder.</summary>
public static class WorkerHostBuilderExtensions
{
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder) =>
        FunctionsApplicationHost.Attach(builder, null, null, webApplication: false);

    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configure) =>
        builder.ConfigureFunctionsWorkerDefaults(configure, null);

    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<WorkerOptions> configureOptions) =>
        FunctionsApplicationHost.Attach(builder, null, configureOptions, webApplication: false);

    public static IHostBuilder ConfigureFunctionsWorkerDefaults(
        this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configure, Action<WorkerOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return FunctionsApplicationHost.Attach(builder, (_, worker) => configure(worker), configureOptions, webApplication: false);
    }

    public static IHostBuilder ConfigureFunctionsWorkerDefaults(
        this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configure) =>
        FunctionsApplicationHost.Attach(builder, configure, null, webApplication: false);

    public static IHostBuilder ConfigureFunctionsWorkerDefaults(
        this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configure, Action<WorkerOptions>? configureOptions) =>
        FunctionsApplicationHost.Attach(builder, configure, configureOptions, webApplication: false);
}
