using Microsoft.Azure.Functions.Worker;
using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Extensions.Hosting;

/// <summary>A Functions app with ASP.NET Core integration on a generic host builder.</summary>
public static class FunctionsHostBuilderExtensions
{
    public static IHostBuilder ConfigureFunctionsWebApplication(this IHostBuilder builder) =>
        FunctionsApplicationHost.Attach(builder, null, null, webApplication: true);

    public static IHostBuilder ConfigureFunctionsWebApplication(
        this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configureWorker)
    {
        ArgumentNullException.ThrowIfNull(configureWorker);
        return FunctionsApplicationHost.Attach(builder, (_, worker) => configureWorker(worker), null, webApplication: true);
    }

    public static IHostBuilder ConfigureFunctionsWebApplication(
        this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configureWorker) =>
        FunctionsApplicationHost.Attach(builder, configureWorker, null, webApplication: true);
}
